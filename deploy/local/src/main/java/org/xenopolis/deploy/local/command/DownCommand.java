package org.xenopolis.deploy.local.command;

import java.util.concurrent.Callable;
import org.xenopolis.deploy.local.stack.StateFolder;
import org.xenopolis.deploy.local.supervise.Shutdown;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./xeno down}. */
@Command(name = "down", mixinStandardHelpOptions = true, description = "Stops everything up started, and nothing else.")
public final class DownCommand implements Callable<Integer> {
    @Mixin
    private StackOptions options = new StackOptions();

    @Option(names = "--wipe", description = "forget all data, logins and certificates too")
    private boolean wipe;

    @Override
    public Integer call() {
        StateFolder state = options.state();
        if (!state.isOurs()) {
            System.out.println("Nothing runs here.");
            return 0;
        }
        state.create();
        try (StackLock lock = StackLock.take(state)) {
            int stopped = new Shutdown(state, System.out::println).all();
            System.out.println(stopped == 0 ? "Nothing ran here." : "Stopped.");
            if (wipe) {
                state.wipe();
                System.out.println("Forgot " + state.root() + ".");
            }
        }
        return 0;
    }
}
