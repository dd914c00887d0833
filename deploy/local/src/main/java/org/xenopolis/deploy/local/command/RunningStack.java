package org.xenopolis.deploy.local.command;

import java.util.Optional;
import org.xenopolis.deploy.local.stack.External;
import org.xenopolis.deploy.local.stack.Json;
import org.xenopolis.deploy.local.stack.Programs;
import org.xenopolis.deploy.local.stack.Settings;
import org.xenopolis.deploy.local.stack.Stack;
import org.xenopolis.deploy.local.stack.StackSecrets;
import org.xenopolis.deploy.local.stack.StateFolder;

/** Finds the stack that an earlier {@code up} left in a state folder. */
public final class RunningStack {
    private RunningStack() {}

    /** Empty when nothing was ever started there. */
    public static Optional<Stack> in(StateFolder state) {
        return Json.read(state.settings(), Settings.class)
                .map(settings -> new Stack(
                        state,
                        settings,
                        StackSecrets.of(state),
                        // As up was told, whatever the environment says now.
                        Json.read(state.external(), External.class).orElseGet(() -> External.of(System.getenv())),
                        new Programs.Snapshot(state.programs())));
    }
}
