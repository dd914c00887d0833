package org.xenopolis.deploy.local.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.xenopolis.deploy.local.api.ApiException;
import org.xenopolis.deploy.local.lab.LabStory;
import org.xenopolis.deploy.local.stack.Stack;
import org.xenopolis.deploy.local.stack.StackException;
import org.xenopolis.deploy.xenlab.Lab;
import org.xenopolis.deploy.xenlab.LabFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./xeno lab test}: a guest's life on the hosts of a lab, by a stack that runs on them. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = "Runs a guest's life on the lab's hosts: ./xeno lab up and ./xeno up --lab come first.")
public final class LabTestCommand implements Callable<Integer> {
    @Mixin
    private StackOptions options = new StackOptions();

    @Option(
            names = "--lab",
            paramLabel = "DIR",
            description = "the lab (default: ${DEFAULT-VALUE})",
            defaultValue = "${sys:xeno.root}/.xeno-lab")
    private Path folder = Path.of(".xeno-lab");

    @Override
    public Integer call() {
        Stack stack = RunningStack.in(options.state())
                .filter(StackClients::answers)
                .filter(found -> found.settings().lab() != null)
                .orElseThrow(() -> new StackException("no stack with a lab is running here: ./xeno up --lab"));
        LabFolder place = new LabFolder(folder);
        Lab lab = place.settings()
                .map(settings -> Lab.in(place, settings))
                .orElseThrow(() -> new StackException("no lab is up in " + folder + ": ./xeno lab up"));
        StackClients clients = new StackClients(stack);
        Path guest = stack.state().data("guest-image");
        GuestImage.buildInto(guest);
        try {
            new LabStory(clients.tenant(), clients.operator(), lab, guest, System.out).run();
            return 0;
        } catch (ApiException | IllegalStateException e) {
            throw new StackException(e.getMessage() == null ? "the API does not answer" : e.getMessage());
        }
    }
}
