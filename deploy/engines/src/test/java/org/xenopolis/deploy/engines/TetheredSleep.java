package org.xenopolis.deploy.engines;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A program that starts a tethered {@code sleep}, says so, and waits to be killed. */
final class TetheredSleep {
    private TetheredSleep() {}

    /** Takes one argument: a folder. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        LaunchPlan plan = new LaunchPlan(List.of("sleep", "300"), Map.of(), folder, "TERM");
        EngineProcess.start("sleep", plan, folder.resolve("log"), EngineProcess.Lifetime.TETHERED);
        System.out.println("started");
        System.in.read();
    }
}
