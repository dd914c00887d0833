package org.xenopolis.host.driver;

import org.xenopolis.host.core.Reading;

/** The sending side of one live migration, as a stream of chunks. */
public interface OutgoingMigration extends AutoCloseable {
    /**
     * @param round 1, 2, …
     * @param bytesTotal copied so far, with this chunk
     * @param pages for the receiving driver only
     * @param guestState with the last chunk: the rest of what the receiving driver needs
     */
    record Chunk(int round, long bytesTotal, byte[] pages, boolean last, byte[] guestState) {}

    /** Blocks while it copies. Before it answers the last chunk, the guest has been stopped (SUSPENDED). */
    Chunk next();

    /** The reading at the stop. Only after the last chunk. */
    Reading stopped();

    /** Ends the copy; it neither resumes nor destroys the guest. */
    @Override
    void close();
}
