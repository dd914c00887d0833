package org.xenopolis.host.xen.dom0;

import java.util.List;

/** Where verbs are done. Calls block; they may come from several threads. */
public interface Dom0 extends AutoCloseable {
    /**
     * What the hand answered, line by line.
     *
     * @throws Dom0Exception when it refused or could not be reached
     */
    List<String> ask(Ask ask);

    /** Starts a program, with its streams; the caller closes it. */
    Running start(Command command);

    /**
     * Runs a program to its end.
     *
     * @return what it said
     * @throws Dom0Exception when it failed
     */
    default String run(Command command, byte[] input) {
        try (Running running = start(command)) {
            return running.finish(input);
        }
    }

    default String run(Command command) {
        return run(command, new byte[0]);
    }

    @Override
    void close();
}
