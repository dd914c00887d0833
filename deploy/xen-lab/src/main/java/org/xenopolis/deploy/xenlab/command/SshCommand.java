package org.xenopolis.deploy.xenlab.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.xenopolis.deploy.xenlab.LabException;
import org.xenopolis.deploy.xenlab.Ssh;
import org.xenopolis.deploy.xenlab.core.HostNumber;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./xeno lab ssh}: ends with what the command ended with. */
@Command(
        name = "ssh",
        mixinStandardHelpOptions = true,
        description = "Opens a shell of root in a host's dom0, or runs a command there.")
final class SshCommand implements Callable<Integer> {
    @Mixin
    private LabOptions options = new LabOptions();

    @Parameters(index = "0", paramLabel = "N", description = "which host: 1, 2, …")
    private int host;

    @Parameters(index = "1..*", paramLabel = "COMMAND", description = "what to run (default: a shell)")
    private List<String> command = List.of();

    @Override
    public Integer call() {
        int hosts = options.folder()
                .settings()
                .orElseThrow(() -> new LabException("no lab was up here: ./xeno lab up"))
                .hosts();
        if (host < 1 || host > hosts) {
            throw new LabException("there is no host " + host + ": the lab has " + hosts);
        }
        return new Ssh(options.folder()).interactive(new HostNumber(host), command);
    }
}
