package org.xenopolis.scheduler.hosts;

import com.google.protobuf.ByteString;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.facts.HostEnrolled;
import org.xenopolis.contracts.facts.HostFact;
import org.xenopolis.contracts.hosts.HostCapacity;
import org.xenopolis.scheduler.Facts;

/** Writes one grant of a lease with everything the agent said, and the facts that follow from it. */
@ApplicationScoped
class HostFactsWriter {
    private final Facts facts;
    private final HostStore hosts;

    HostFactsWriter(Facts facts, HostStore hosts) {
        this.facts = facts;
        this.hosts = hosts;
    }

    /** Empty when the host's record changed since it was read. */
    Uni<Optional<Renewal>> write(Mutiny.Session session, Renewal renewal) {
        return updateLease(session, renewal).chain(generation -> {
            if (generation.isEmpty()) {
                return Uni.createFrom().item(Optional.empty());
            }
            return capacity(session, renewal)
                    .chain(() -> kept(session, renewal))
                    .chain(() -> tell(session, renewal, generation.get()))
                    .replaceWith(Optional.of(renewal));
        });
    }

    private static Uni<Optional<Long>> updateLease(Mutiny.Session session, Renewal renewal) {
        return session.createNativeQuery("""
                        update hosts set lease_epoch = :epoch, lease_renewals = :renewals, boot_id = :boot, state = :state,
                          generation = generation + (case when state = :state then 0 else 1 end),
                          lease_until = now() + cast(:life as bigint) * interval '1 millisecond'
                        where id = :id and lease_renewals = :renewals - 1 and state = :from
                        returning generation""", Long.class)
                .setParameter("epoch", renewal.epoch())
                .setParameter("renewals", renewal.renewals())
                .setParameter("boot", renewal.request().getBootId())
                .setParameter("state", renewal.state().name())
                .setParameter("from", renewal.known().state().name())
                .setParameter("life", renewal.life().toMillis())
                .setParameter("id", renewal.known().id().value())
                .getResultList()
                .map(rows -> rows.stream().findFirst());
    }

    /** A host never shrinks below what was promised on it: that would be for an operator to sort out, not for a lease. */
    private static Uni<?> capacity(Mutiny.Session session, Renewal renewal) {
        if (!renewal.factsChange()) {
            return Uni.createFrom().voidItem();
        }
        HostCapacity capacity = renewal.request().getFacts().getCapacity();
        return session.createNativeQuery("""
                        update hosts set facts = :facts, generation = generation + 1,
                          physical_cpus = greatest(:cpus, cast(ceil(used_vcpus * 1000.0 / vcpu_overcommit_permille) as int)),
                          memory_bytes = greatest(:memory, used_memory_bytes),
                          disk_bytes = greatest(:disk, used_disk_bytes)
                        where id = :id""")
                .setParameter("facts", renewal.request().getFacts().toByteArray())
                .setParameter("cpus", capacity.getPhysicalCpus())
                .setParameter("memory", capacity.getMemoryBytes())
                .setParameter("disk", capacity.getDiskBytes())
                .setParameter("id", renewal.known().id().value())
                .executeUpdate();
    }

    private static Uni<?> kept(Mutiny.Session session, Renewal renewal) {
        Uni<?> chain = Uni.createFrom().voidItem();
        byte[] key = renewal.newKey();
        if (key != null) {
            chain = session.createNativeQuery("update hosts set signing_key = :key where id = :id")
                    .setParameter("key", key)
                    .setParameter("id", renewal.known().id().value())
                    .executeUpdate();
        }
        if (renewal.reported()) {
            chain = chain.chain(() -> session.createNativeQuery("update hosts set load = :load where id = :id")
                    .setParameter("load", renewal.report().toByteArray())
                    .setParameter("id", renewal.known().id().value())
                    .executeUpdate());
        }
        return chain;
    }

    private Uni<?> tell(Mutiny.Session session, Renewal renewal, long generation) {
        Uni<?> chain = Uni.createFrom().voidItem();
        String host = renewal.known().id().toString();
        Facts.About about = Facts.About.host(host, generation);
        byte[] key = renewal.newKey();
        if (key != null) {
            chain = chain.chain(() -> facts.append(
                    session,
                    Topics.HOST_FACTS,
                    about,
                    header -> HostFact.newBuilder()
                            .setHeader(header)
                            .setHostId(host)
                            .setEnrolled(HostEnrolled.newBuilder()
                                    .setSigningKeyDer(ByteString.copyFrom(key))
                                    .setBootId(renewal.request().getBootId())
                                    .setLeaseEpoch(renewal.epoch()))
                            .build()));
        }
        if (renewal.stateChanges()) {
            chain = chain.chain(() -> hosts.stateChanged(
                    session, renewal.known(), renewal.state(), generation, "its agent renewed the lease"));
        }
        if (renewal.reported()) {
            chain = chain.chain(() -> facts.append(
                    session,
                    Topics.HOST_FACTS,
                    about,
                    header -> HostFact.newBuilder()
                            .setHeader(header)
                            .setHostId(host)
                            .setReported(renewal.report())
                            .build()));
        }
        return chain;
    }
}
