package org.xenopolis.deploy.xenlab.command;

import java.nio.file.Path;
import org.xenopolis.deploy.xenlab.LabFolder;
import org.xenopolis.deploy.xenlab.LabWork;
import picocli.CommandLine.Option;

/** What every subcommand that deals with a lab takes. */
final class LabOptions {
    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "where the lab keeps everything (default: ${DEFAULT-VALUE})",
            defaultValue = "${sys:xeno.root}/.xeno-lab")
    private Path state = Path.of(".xeno-lab");

    LabFolder folder() {
        return new LabFolder(state);
    }

    LabWork work() {
        return new LabWork(folder(), System.out);
    }

    /** The property {@code xeno.root}, set by {@code ./xeno}. */
    static Path checkout() {
        return Path.of(System.getProperty("xeno.root", "."));
    }
}
