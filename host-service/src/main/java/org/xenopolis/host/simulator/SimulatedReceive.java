package org.xenopolis.host.simulator;

import com.google.protobuf.InvalidProtocolBufferException;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.driver.DomainConfig;
import org.xenopolis.host.driver.IncomingMigration;
import org.xenopolis.host.driver.OutgoingMigration;
import org.xenopolis.host.simulator.record.SimGuest;

/** Takes a guest in: the domain exists, with all its memory, from the last chunk on. */
final class SimulatedReceive implements IncomingMigration {
    private final SimulatedBuilds builds;
    private final SimulatedDomains domains;
    private final DomainConfig config;
    private @Nullable Domain domain;
    private boolean finished;

    SimulatedReceive(SimulatedBuilds builds, SimulatedDomains domains, DomainConfig config) {
        this.builds = builds;
        this.domains = domains;
        this.config = config;
    }

    @Override
    public void accept(OutgoingMigration.Chunk chunk) {
        if (!chunk.last()) {
            return;
        }
        try {
            // Only how long it has run comes from the stream; what it is comes from the record.
            SimGuest before = SimGuest.parseFrom(chunk.guestState());
            domain = builds.arrive(config, before);
        } catch (InvalidProtocolBufferException e) {
            throw Problem.of(ErrorKind.INVALID, "bad-migration-stream", "The migration stream is broken.")
                    .because(e);
        }
    }

    @Override
    public Domain ready() {
        Domain complete = domain;
        if (complete == null || complete.reading().state() != DomainState.INCOMING) {
            throw new IllegalStateException("the last chunk has not come");
        }
        finished = true;
        return complete;
    }

    @Override
    public void close() {
        Domain partial = domain;
        if (!finished && partial != null) {
            domains.destroy(partial.domid());
        }
    }
}
