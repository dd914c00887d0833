package org.xenopolis.deploy.local.command;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.xenopolis.deploy.local.stack.Stack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./xeno status}: ends with 0 when everything answers, with 1 otherwise. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows each part's health, process, memory, uptime and address.")
public final class StatusCommand implements Callable<Integer> {
    @Mixin
    private StackOptions options = new StackOptions();

    @Override
    public Integer call() {
        Optional<Stack> stack = RunningStack.in(options.state());
        if (stack.isEmpty()) {
            System.out.println("Nothing runs here: ./xeno up starts it.");
            return 1;
        }
        StatusTable table = new StatusTable(options.state(), stack.get().parts());
        table.lines().forEach(System.out::println);
        return table.isHealthy() ? 0 : 1;
    }
}
