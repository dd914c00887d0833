package org.xenopolis.deploy.xenlab.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./xeno lab}: real Xen hosts under QEMU's software emulation. */
@Command(
        name = "lab",
        mixinStandardHelpOptions = true,
        description = "Builds and runs real Xen hosts on this machine, in software emulation.",
        subcommands = {BuildCommand.class, UpCommand.class, DownCommand.class, StatusCommand.class, SshCommand.class},
        footer = {"", "  contract  What every driver of hosts must do, done on these, from outside through ssh."})
public final class LabCommand {
    /** What follows a host's number is a command of that host, options and all. */
    public static void configure(CommandLine xeno) {
        xeno.getSubcommands().values().stream()
                .flatMap(command -> command.getSubcommands().values().stream())
                .filter(command -> command.getCommand() instanceof SshCommand)
                .forEach(command -> command.setStopAtPositional(true));
    }
}
