package org.xenopolis.host.agent;

import java.time.Duration;
import org.xenopolis.host.journal.Journal;

/**
 * How often an agent looks after its host: often while anything is there, seldom while it is empty, and at once when
 * something comes to an empty one. Leases have a rhythm of their own.
 */
final class Pace {
    private final Guests guests;
    private final Journal journal;
    private final Duration often;
    private final Duration seldom;

    Pace(Guests guests, Journal journal, Duration often, Duration seldom) {
        this.guests = guests;
        this.journal = journal;
        this.often = often;
        this.seldom = seldom;
    }

    /** Returns when the next look is due. */
    void rest() throws InterruptedException {
        Thread.sleep(often);
        // A disk that the journal has no use for is something to tidy up.
        if (guests.here().any().isEmpty()) {
            journal.awaitWork(seldom);
        }
    }
}
