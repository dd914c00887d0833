package org.xenopolis.deploy.xenlab.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./xeno lab build}. */
@Command(
        name = "build",
        mixinStandardHelpOptions = true,
        description = "Makes what the hosts boot from, unless it is there already.")
final class BuildCommand implements Callable<Integer> {
    @Mixin
    private LabOptions options = new LabOptions();

    @Option(names = "--fresh", description = "make it again, with the packages of today")
    private boolean fresh;

    @Override
    public Integer call() {
        options.work().build(LabOptions.checkout(), fresh);
        return 0;
    }
}
