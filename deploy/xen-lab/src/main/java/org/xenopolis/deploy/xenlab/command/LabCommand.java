package org.xenopolis.deploy.xenlab.command;

import picocli.CommandLine.Command;

/** {@code ./xeno lab}: real Xen hosts under QEMU's software emulation. */
@Command(
        name = "lab",
        mixinStandardHelpOptions = true,
        description = "Builds and runs real Xen hosts on this machine, in software emulation.",
        subcommands = {BuildCommand.class, UpCommand.class, DownCommand.class, StatusCommand.class, SshCommand.class})
public final class LabCommand {}
