package org.xenopolis.deploy.local.command;

import java.nio.file.Path;
import org.xenopolis.deploy.local.stack.Stack;
import org.xenopolis.deploy.local.stack.StackException;
import org.xenopolis.deploy.xenlab.Lab;
import org.xenopolis.deploy.xenlab.LabFolder;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that find the running stack and the lab that it works with. */
final class LabStack {
    @Mixin
    private StackOptions options = new StackOptions();

    @Option(
            names = "--lab",
            paramLabel = "DIR",
            description = "the lab (default: ${DEFAULT-VALUE})",
            defaultValue = "${sys:xeno.root}/.xeno-lab")
    private Path folder = Path.of(".xeno-lab");

    /** @param guest folder with the small guest's files */
    record Found(StackClients clients, Lab lab, Path guest) {}

    Found find() {
        Stack stack = RunningStack.in(options.state())
                .filter(StackClients::answers)
                .filter(found -> found.settings().lab() != null)
                .orElseThrow(() -> new StackException("no stack with a lab is running here: ./xeno up --lab"));
        LabFolder place = new LabFolder(folder);
        Lab lab = place.settings()
                .map(settings -> Lab.in(place, settings))
                .orElseThrow(() -> new StackException("no lab is up in " + folder + ": ./xeno lab up"));
        Path guest = stack.state().data("guest-image");
        GuestImage.buildInto(guest);
        return new Found(new StackClients(stack), lab, guest);
    }
}
