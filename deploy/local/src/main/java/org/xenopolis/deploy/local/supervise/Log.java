package org.xenopolis.deploy.local.supervise;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The supervisor's own log: one line per event on its standard output, which is a file. */
final class Log {
    private Log() {}

    static void line(String text) {
        System.out.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + text);
    }
}
