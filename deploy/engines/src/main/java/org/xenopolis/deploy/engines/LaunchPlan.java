package org.xenopolis.deploy.engines;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How to start one operating system process and how to ask it to end.
 *
 * @param environment added to the inherited one; secrets travel here, never in the command
 * @param stopSignal the signal for an orderly end, such as {@code TERM}
 */
public record LaunchPlan(List<String> command, Map<String, String> environment, Path directory, String stopSignal) {
    public LaunchPlan {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** Leaves the environment out: it holds secrets. */
    @Override
    public String toString() {
        return "LaunchPlan" + command;
    }
}
