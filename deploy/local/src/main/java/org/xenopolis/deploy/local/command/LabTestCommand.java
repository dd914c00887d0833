package org.xenopolis.deploy.local.command;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.xenopolis.deploy.local.api.ApiException;
import org.xenopolis.deploy.local.lab.LabStory;
import org.xenopolis.deploy.local.stack.StackException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./xeno lab test}: guests' lives on the hosts of a lab, by a stack that runs on them. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = "Runs guests' lives on the lab's hosts: ./xeno lab up and ./xeno up --lab come first."
                + " It ends with a host killed: ./xeno lab down.")
public final class LabTestCommand implements Callable<Integer> {
    @Mixin
    private LabStack stack = new LabStack();

    @Parameters(
            arity = "0..*",
            paramLabel = "CHAPTER",
            description = "only these, of ${COMPLETION-CANDIDATES} (default: all, in this order)")
    private Set<LabStory.Chapter> chapters = EnumSet.allOf(LabStory.Chapter.class);

    @Override
    public Integer call() {
        LabStack.Found found = stack.find();
        try {
            new LabStory(found.clients().tenant(), found.clients().operator(), found.lab(), found.guest(), System.out)
                    .run(chapters);
            return 0;
        } catch (ApiException | IllegalStateException e) {
            throw new StackException(e.getMessage() == null ? "the API does not answer" : e.getMessage());
        }
    }
}
