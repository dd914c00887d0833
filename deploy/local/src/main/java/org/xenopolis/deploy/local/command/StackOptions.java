package org.xenopolis.deploy.local.command;

import java.nio.file.Path;
import org.xenopolis.deploy.local.stack.StateFolder;
import picocli.CommandLine.Option;

/** What every subcommand that deals with a stack takes. */
final class StackOptions {
    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "where the stack keeps everything (default: ${DEFAULT-VALUE})",
            defaultValue = "${sys:xeno.root}/.xeno")
    private Path state = Path.of(".xeno");

    StateFolder state() {
        return new StateFolder(state);
    }
}
