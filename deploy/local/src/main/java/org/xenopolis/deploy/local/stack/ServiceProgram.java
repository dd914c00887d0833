package org.xenopolis.deploy.local.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.xenopolis.deploy.engines.Engine;
import org.xenopolis.deploy.engines.EngineException;
import org.xenopolis.deploy.engines.Folders;
import org.xenopolis.deploy.engines.HttpProbe;
import org.xenopolis.deploy.engines.Jvm;
import org.xenopolis.deploy.engines.LaunchPlan;

/**
 * One of our own services: a Quarkus program in a JVM of its own.
 *
 * @param jar {@code quarkus-run.jar} in its folder
 * @param data the service's own folder, its working directory
 */
public record ServiceProgram(
        String name, Path jar, Path data, int heapMebibytes, Map<String, String> environment, String healthUrl)
        implements Engine {
    private static final List<String> JVM = List.of(
            "-Xms32m",
            "-XX:+UseSerialGC",
            "-XX:ReservedCodeCacheSize=96m",
            "-Xss512k",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-Duser.timezone=UTC",
            "-Dfile.encoding=UTF-8",
            // Netty and protobuf load native code and touch Unsafe: say so instead of being warned.
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    /** It runs from what the build made. */
    @Override
    public boolean isInstalled() {
        return true;
    }

    @Override
    public void install() {}

    @Override
    public void prepare() {
        try {
            Folders.createPrivate(data);
        } catch (IOException e) {
            throw new EngineException("cannot make " + data + ": " + e.getMessage(), e);
        }
    }

    @Override
    public LaunchPlan launchPlan() {
        List<String> command = new ArrayList<>(List.of(Jvm.JAVA, "-Xmx" + heapMebibytes + "m"));
        command.addAll(JVM);
        command.addAll(List.of("-jar", jar.toString()));
        return new LaunchPlan(command, environment, data, "TERM");
    }

    @Override
    public boolean isReady() {
        return HttpProbe.succeeds(healthUrl);
    }

    /** Leaves the environment out: it holds secrets. */
    @Override
    public String toString() {
        return "ServiceProgram[" + name + "]";
    }
}
