package org.xenopolis.scheduler.operations;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.instances.InstanceSpec;
import org.xenopolis.scheduler.Problems;
import org.xenopolis.scheduler.agents.Domains;
import org.xenopolis.scheduler.instances.VolumeRow;
import org.xenopolis.scheduler.placement.Claim;
import org.xenopolis.scheduler.placement.Ledger;
import org.xenopolis.store.Transactions;

/** What attaching and detaching do. A volume's bytes are on one host; the ledger counts them there. */
@ApplicationScoped
class VolumeSteps {
    /** Volumes are never placed again, so their place has one epoch. */
    static final long EPOCH = 1;

    private final Transactions transactions;
    private final Ledger ledger;
    private final Domains domains;

    VolumeSteps(Transactions transactions, Ledger ledger, Domains domains) {
        this.transactions = transactions;
        this.ledger = ledger;
        this.domains = domains;
    }

    Change take(Work work, boolean again) {
        VolumeRow volume = volume(work);
        Domains.At at = Domains.at(work.instance());
        UUID elsewhere = volume.host();
        if (volume.instance() != null) {
            throw Problems.conflict("volume-attached", "The volume is attached to an instance.");
        }
        if (elsewhere != null && !elsewhere.equals(at.host().value())) {
            throw Problems.conflict(
                    "volume-elsewhere", "The volume's bytes are on another host than the instance; move the instance.");
        }
        if (again && elsewhere == null) {
            throw Problem.of(ErrorKind.NO_CAPACITY, "no-disk-left", "The instance's host has no room for the volume.")
                    .exception();
        }
        Change taken = Change.to(work).and(session -> taken(session, volume, at));
        return elsewhere == null ? taken.and(session -> ledger.reserve(session, claim(volume, at))) : taken;
    }

    private static Claim claim(VolumeRow volume, Domains.At at) {
        return new Claim(
                new InstanceId(volume.id()),
                EPOCH,
                Claim.Purpose.VOLUME,
                at.host(),
                Resources.newBuilder().setDiskBytes(volume.sizeBytes()).build(),
                InstanceSpec.newBuilder()
                        .setTenantId(volume.tenant().toString())
                        .build());
    }

    private static Uni<Void> taken(Mutiny.Session session, VolumeRow volume, Domains.At at) {
        return session.createNativeQuery("""
                        update volumes set instance_id = :instance, host_id = :host, generation = generation + 1
                        where id = :id and instance_id is null and deleted_at is null and deleting_at is null""")
                .setParameter("instance", at.instance().value())
                .setParameter("host", at.host().value())
                .setParameter("id", volume.id())
                .executeUpdate()
                .chain(count -> count == 1
                        ? Uni.createFrom().voidItem()
                        : Uni.createFrom().failure(Problems.conflict("volume-attached", "The volume was just taken.")));
    }

    Change giveBack(Work work, boolean again) {
        return Change.to(work)
                .and(session -> session.createNativeQuery("""
                                update volumes set instance_id = null, generation = generation + 1
                                where id = :id and instance_id = :instance""")
                        .setParameter("id", id(work))
                        .setParameter("instance", work.instance().id().value())
                        .executeUpdate()
                        .replaceWithVoid());
    }

    Change requireAttached(Work work, boolean again) {
        if (!work.instance().id().value().equals(volume(work).instance())) {
            throw Problems.conflict("volume-not-attached", "The volume is not attached to this instance.");
        }
        return Change.to(work);
    }

    Work attach(Work work, String command) {
        VolumeRow volume = volume(work);
        domains.attach(Domains.at(work.instance()), command, volume.id().toString(), volume.sizeBytes());
        return work;
    }

    Work detach(Work work, String command) {
        VolumeRow volume = volume(work);
        domains.detach(Domains.at(work.instance()), command, volume.id().toString(), volume.sizeBytes());
        return work;
    }

    private static UUID id(Work work) {
        return UUID.fromString(work.operation().request().getVolumeId());
    }

    /** Of the same tenant: for anyone else it does not exist. */
    private VolumeRow volume(Work work) {
        VolumeRow row = transactions.read(session -> session.find(VolumeRow.class, id(work)));
        if (row == null
                || row.isDeleted()
                || !row.tenant().toString().equals(work.operation().tenant())) {
            throw Problems.notFound("volume");
        }
        return row;
    }
}
