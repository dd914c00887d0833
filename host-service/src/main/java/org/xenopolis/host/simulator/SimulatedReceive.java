package org.xenopolis.host.simulator;

import com.google.protobuf.InvalidProtocolBufferException;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.driver.DomainConfig;
import org.xenopolis.host.driver.IncomingMigration;
import org.xenopolis.host.driver.OutgoingMigration;
import org.xenopolis.host.simulator.record.SimGuest;

/** Takes a guest in: the domain exists, with all its memory, from the last chunk on; really from the first. */
final class SimulatedReceive implements IncomingMigration {
    private final SimulatedBuilds builds;
    private final SimulatedDomains domains;
    private final DomainConfig config;
    private final boolean stays;
    private @Nullable Domain domain;
    private boolean whole;
    private boolean finished;

    SimulatedReceive(SimulatedBuilds builds, SimulatedDomains domains, DomainConfig config, XenBehaviours behaviours) {
        this.builds = builds;
        this.domains = domains;
        this.config = config;
        this.stays = behaviours.has(XenBehaviour.INCOMING_STAYS);
    }

    @Override
    public void accept(OutgoingMigration.Chunk chunk) {
        Domain known = domain;
        if (known == null && (stays || chunk.last())) {
            known = builds.expect(config);
            domain = known;
        }
        if (known == null || !chunk.last()) {
            return;
        }
        try {
            // Only how long it has run comes from the stream; what it is comes from the record.
            domain = builds.arrive(known.domid(), SimGuest.parseFrom(chunk.guestState()));
            whole = true;
        } catch (InvalidProtocolBufferException e) {
            throw Problem.of(ErrorKind.INVALID, "bad-migration-stream", "The migration stream is broken.")
                    .because(e);
        }
    }

    @Override
    public Domain ready() {
        Domain complete = domain;
        if (complete == null || !whole) {
            throw new IllegalStateException("the last chunk has not come");
        }
        finished = true;
        return complete;
    }

    @Override
    public void close() {
        Domain partial = domain;
        if (!finished && !stays && partial != null) {
            domains.destroy(partial.domid());
        }
    }
}
