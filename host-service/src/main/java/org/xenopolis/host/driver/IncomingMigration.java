package org.xenopolis.host.driver;

/** The receiving side of one live migration. */
public interface IncomingMigration extends AutoCloseable {
    void accept(OutgoingMigration.Chunk chunk);

    /** After the last chunk: the domain, complete, INCOMING, never unpaused. */
    Domain ready();

    /** Unless {@link #ready} was reached, destroys what was built so far. */
    @Override
    void close();
}
