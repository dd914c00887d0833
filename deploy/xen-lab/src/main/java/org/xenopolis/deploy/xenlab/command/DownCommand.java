package org.xenopolis.deploy.xenlab.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./xeno lab down}. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "Stops the hosts that up started, and takes their network away.")
final class DownCommand implements Callable<Integer> {
    @Mixin
    private LabOptions options = new LabOptions();

    @Override
    public Integer call() {
        options.work().down();
        return 0;
    }
}
