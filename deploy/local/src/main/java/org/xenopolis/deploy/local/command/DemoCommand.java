package org.xenopolis.deploy.local.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.xenopolis.deploy.local.api.ApiException;
import org.xenopolis.deploy.local.demo.Demo;
import org.xenopolis.deploy.local.stack.Stack;
import org.xenopolis.deploy.local.stack.StackException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./xeno demo}: the tenant's path on a running stack; not zero when the invoice differs from the truth. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Walks a tenant's path from a Debian image to an invoice, and compares it with the truth.")
public final class DemoCommand implements Callable<Integer> {
    private static final int DIFFERS = 2;

    @Mixin
    private StackOptions options = new StackOptions();

    @Override
    public Integer call() {
        Stack stack = RunningStack.in(options.state())
                .filter(found -> StackClients.answers(found))
                .orElseThrow(() -> new StackException("no stack is running here: ./xeno up"));
        StackClients clients = new StackClients(stack);
        Path guest = stack.state().data("guest-image");
        GuestImage.buildInto(guest);
        try {
            boolean equal = new Demo(
                            clients.tenant(),
                            clients.operator(),
                            guest,
                            stack.state().journals(),
                            System.out)
                    .run();
            return equal ? 0 : DIFFERS;
        } catch (ApiException e) {
            throw new StackException(e.getMessage() == null ? "the API does not answer" : e.getMessage());
        }
    }
}
