package org.xenopolis.deploy.local.command;

import java.nio.file.Path;
import org.xenopolis.deploy.local.stack.StateFolder;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What every subcommand that deals with a stack takes. */
public final class StackOptions {
    @Option(
            names = "--state",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "where the stack keeps everything (default: ${DEFAULT-VALUE})",
            defaultValue = "${sys:xeno.root}/.xeno")
    private Path state = Path.of(".xeno");

    public StateFolder state() {
        return new StateFolder(state);
    }
}
