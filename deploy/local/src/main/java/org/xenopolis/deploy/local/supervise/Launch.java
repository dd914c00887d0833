package org.xenopolis.deploy.local.supervise;

import java.nio.file.Path;
import java.util.List;
import org.xenopolis.deploy.engines.EngineProcess;
import org.xenopolis.deploy.engines.Jvm;
import org.xenopolis.deploy.engines.LaunchPlan;
import org.xenopolis.deploy.local.stack.Programs;
import org.xenopolis.deploy.local.stack.StateFolder;

/** Starts the supervisor in a session of its own, so that it outlives the terminal. */
public final class Launch {
    // Above every part: it is the first to be told to end.
    private static final int LEVEL = 100;

    private Launch() {}

    public static EngineProcess supervisor(StateFolder state, Programs programs) {
        List<String> command = List.of(
                "setsid",
                Jvm.JAVA,
                "-Xmx48m",
                "-Xss256k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=24m",
                "-cp",
                programs.launcherClassPath(),
                Supervisor.class.getName(),
                state.root().toString());
        Path record = ProcessRecord.file(state.run(), Supervisor.NAME);
        // It reads where the engines are, and hands each part only the secrets that are the part's.
        LaunchPlan plan = new LaunchPlan(command, EngineProcess.secrets(System.getenv()), state.root(), "TERM");
        return EngineProcess.start(
                Supervisor.NAME,
                ProcessRecord.recorded(Supervisor.NAME, plan, record, LEVEL),
                state.log(Supervisor.NAME),
                EngineProcess.Lifetime.OWN);
    }
}
