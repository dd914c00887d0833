package org.xenopolis.deploy.xenlab.command;

import java.util.concurrent.Callable;
import org.xenopolis.deploy.xenlab.LabException;
import org.xenopolis.deploy.xenlab.core.LabNetwork;
import org.xenopolis.deploy.xenlab.core.LabSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./xeno lab up}. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Boots the hosts and waits until Xen answers on all of them.")
final class UpCommand implements Callable<Integer> {
    @Mixin
    private LabOptions options = new LabOptions();

    @Option(
            names = "--hosts",
            paramLabel = "N",
            description = "Xen hosts (default: ${DEFAULT-VALUE})",
            defaultValue = "2")
    private int hosts;

    @Option(
            names = "--memory",
            paramLabel = "MIB",
            description = "memory of each host, dom0 included (default: ${DEFAULT-VALUE})",
            defaultValue = "" + LabSettings.MEMORY_DEFAULT_MEBIBYTES)
    private int memory;

    @Option(
            names = "--network",
            paramLabel = "N",
            description = "the management network is 10.N.0.0/24 (default: ${DEFAULT-VALUE})",
            defaultValue = "" + LabNetwork.DEFAULT_OCTET)
    private int network;

    @Option(names = "--keep", description = "boot from the disks of last time")
    private boolean keep;

    @Override
    public Integer call() {
        try {
            options.work().up(LabOptions.checkout(), hosts, memory, new LabNetwork(network), keep);
        } catch (IllegalArgumentException e) {
            throw new LabException(String.valueOf(e.getMessage()));
        }
        return 0;
    }
}
