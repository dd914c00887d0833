package org.xenopolis.deploy.xenlab.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./xeno lab status}: ends with 0 when every host answers, with 1 otherwise. */
@Command(name = "status", mixinStandardHelpOptions = true, description = "Shows which hosts are up.")
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private LabOptions options = new LabOptions();

    @Override
    public Integer call() {
        return options.work().status() ? 0 : 1;
    }
}
