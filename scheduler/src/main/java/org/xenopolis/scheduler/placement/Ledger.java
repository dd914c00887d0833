package org.xenopolis.scheduler.placement;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.instances.InstanceSpec;

/**
 * The writes to the ledger, each one statement: totals of the host and row of the place change together or not at all.
 * Callers put them last in their transaction, because they lock the host's row.
 */
@ApplicationScoped
public class Ledger {
    private static final String FITS = """
            state = 'UP'
              and used_vcpus + :vcpus <= cast(physical_cpus as bigint) * vcpu_overcommit_permille / 1000
              and used_memory_bytes + :memory <= memory_bytes
              and used_disk_bytes + :disk <= disk_bytes""";

    private static final String RESERVE = "with room as (update hosts set used_vcpus = used_vcpus + :vcpus,"
            + " used_memory_bytes = used_memory_bytes + :memory, used_disk_bytes = used_disk_bytes + :disk,"
            + " generation = generation + 1 where id = :host and " + FITS
            + " returning id)"
            + " insert into allocations (instance_id, epoch, purpose, host_id, tenant_id, vcpus, memory_bytes,"
            + " disk_bytes, zone, affinity_group, anti_affinity_group)"
            + " select :instance, :epoch, :purpose, id, :tenant, :vcpus, :memory, :disk, :zone, :affinity, :anti from room";

    private static final String WAKE = "with room as (update hosts set used_vcpus = used_vcpus + :vcpus,"
            + " used_memory_bytes = used_memory_bytes + :memory, generation = generation + 1 where id = :host and "
            + FITS.replace(":disk", "0") + " returning id)"
            + " update allocations set purpose = 'RUN', epoch = :epoch, vcpus = :vcpus, memory_bytes = :memory"
            + " where instance_id = :instance and purpose = 'DISK' and host_id = :host and exists (select from room)";

    /** Takes a new place. Fails with {@link StalePlacementException} when the host cannot give it (any more). */
    public Uni<Void> reserve(Mutiny.Session session, Claim claim) {
        Resources wanted = claim.resources();
        InstanceSpec spec = claim.spec();
        return groups(session, claim)
                .chain(() -> session.createNativeQuery(RESERVE)
                        .setParameter("vcpus", wanted.getVcpus())
                        .setParameter("memory", wanted.getMemoryBytes())
                        .setParameter("disk", wanted.getDiskBytes())
                        .setParameter("host", claim.host().value())
                        .setParameter("instance", claim.instance().value())
                        .setParameter("epoch", claim.epoch())
                        .setParameter("purpose", claim.purpose().name())
                        .setParameter("tenant", UUID.fromString(spec.getTenantId()))
                        .setParameter("zone", spec.getZone())
                        .setParameter("affinity", spec.getAffinityGroup())
                        .setParameter("anti", spec.getAntiAffinityGroup())
                        .executeUpdate())
                .chain(count -> one(count, claim));
    }

    /** Turns the disk that a stopped guest left into a place to run, on the same host. */
    public Uni<Void> wake(Mutiny.Session session, Claim claim) {
        return groups(session, claim)
                .chain(() -> session.createNativeQuery(WAKE)
                        .setParameter("vcpus", claim.resources().getVcpus())
                        .setParameter("memory", claim.resources().getMemoryBytes())
                        .setParameter("host", claim.host().value())
                        .setParameter("instance", claim.instance().value())
                        .setParameter("epoch", claim.epoch())
                        .executeUpdate())
                .chain(count -> one(count, claim));
    }

    /** Gives vCPUs and memory back and keeps the disk; nothing when that has been done. */
    public Uni<Void> rest(Mutiny.Session session, InstanceId instance, long epoch) {
        return session.createNativeQuery("""
                        with old as (
                          select host_id, vcpus, memory_bytes from allocations
                          where instance_id = :instance and epoch = :epoch and purpose = 'RUN' for update),
                        kept as (
                          update allocations set purpose = 'DISK', vcpus = 0, memory_bytes = 0 from old
                          where instance_id = :instance and epoch = :epoch and purpose = 'RUN'
                          returning old.host_id, old.vcpus, old.memory_bytes)
                        update hosts set used_vcpus = used_vcpus - kept.vcpus,
                          used_memory_bytes = used_memory_bytes - kept.memory_bytes, generation = generation + 1
                        from kept where hosts.id = kept.host_id""")
                .setParameter("instance", instance.value())
                .setParameter("epoch", epoch)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Gives one place back; nothing when it is not held. */
    public Uni<Void> release(Mutiny.Session session, InstanceId instance, long epoch, Claim.Purpose purpose) {
        return session.createNativeQuery("""
                        with freed as (
                          delete from allocations
                          where instance_id = :instance and epoch = :epoch and purpose = :purpose
                          returning host_id, vcpus, memory_bytes, disk_bytes)
                        update hosts set used_vcpus = used_vcpus - freed.vcpus,
                          used_memory_bytes = used_memory_bytes - freed.memory_bytes,
                          used_disk_bytes = used_disk_bytes - freed.disk_bytes, generation = generation + 1
                        from freed where hosts.id = freed.host_id""")
                .setParameter("instance", instance.value())
                .setParameter("epoch", epoch)
                .setParameter("purpose", purpose.name())
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Gives back every place of an instance but those that hold a copy not proven gone. */
    public Uni<Void> releaseAll(Mutiny.Session session, InstanceId instance) {
        return session.createNativeQuery("""
                        with freed as (
                          delete from allocations where instance_id = :instance and purpose <> 'LEFTOVER'
                          returning host_id, vcpus, memory_bytes, disk_bytes),
                        sums as (
                          select host_id, cast(sum(vcpus) as int) as vcpus, sum(memory_bytes) as memory,
                            sum(disk_bytes) as disk
                          from freed group by host_id)
                        update hosts set used_vcpus = used_vcpus - sums.vcpus,
                          used_memory_bytes = used_memory_bytes - sums.memory,
                          used_disk_bytes = used_disk_bytes - sums.disk, generation = generation + 1
                        from sums where hosts.id = sums.host_id""")
                .setParameter("instance", instance.value())
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Gives a place another size. Fails with {@link StalePlacementException} when it would have to grow and cannot. */
    public Uni<Void> resize(
            Mutiny.Session session, InstanceId instance, long epoch, Claim.Purpose purpose, Resources to) {
        return session.createNativeQuery("""
                        with old as (
                          select host_id, vcpus as v, memory_bytes as m, disk_bytes as d from allocations
                          where instance_id = :instance and epoch = :epoch and purpose = :purpose for update),
                        room as (
                          update hosts set used_vcpus = used_vcpus + :vcpus - old.v,
                            used_memory_bytes = used_memory_bytes + :memory - old.m,
                            used_disk_bytes = used_disk_bytes + :disk - old.d, generation = generation + 1
                          from old where hosts.id = old.host_id
                            and (:vcpus <= old.v or used_vcpus + :vcpus - old.v
                              <= cast(physical_cpus as bigint) * vcpu_overcommit_permille / 1000)
                            and (:memory <= old.m or used_memory_bytes + :memory - old.m <= memory_bytes)
                            and (:disk <= old.d or used_disk_bytes + :disk - old.d <= disk_bytes)
                          returning hosts.id)
                        update allocations set vcpus = :vcpus, memory_bytes = :memory, disk_bytes = :disk
                        where instance_id = :instance and epoch = :epoch and purpose = :purpose
                          and exists (select from room)""")
                .setParameter("instance", instance.value())
                .setParameter("epoch", epoch)
                .setParameter("purpose", purpose.name())
                .setParameter("vcpus", to.getVcpus())
                .setParameter("memory", to.getMemoryBytes())
                .setParameter("disk", to.getDiskBytes())
                .executeUpdate()
                .chain(count -> count == 1
                        ? Uni.createFrom().voidItem()
                        : Uni.createFrom().failure(new StalePlacementException("no room to resize " + instance)));
    }

    /** Makes one kind of place another; nothing when that has been done. */
    public Uni<Void> become(
            Mutiny.Session session, InstanceId instance, long epoch, Claim.Purpose from, Claim.Purpose to) {
        return session.createNativeQuery("""
                        update allocations set purpose = :to
                        where instance_id = :instance and epoch = :epoch and purpose = :from""")
                .setParameter("instance", instance.value())
                .setParameter("epoch", epoch)
                .setParameter("from", from.name())
                .setParameter("to", to.name())
                .executeUpdate()
                .replaceWithVoid();
    }

    /**
     * Groups span hosts, so the host's row cannot guard them: placements of one group go one after the other, and each
     * looks at what is true when its turn has come.
     */
    private static Uni<Void> groups(Mutiny.Session session, Claim claim) {
        String affinity = claim.spec().getAffinityGroup();
        String anti = claim.spec().getAntiAffinityGroup();
        Uni<Void> chain = Uni.createFrom().voidItem();
        if (!affinity.isEmpty()) {
            chain = chain.chain(() -> free(session, claim, "affinity_group", affinity, "<>"));
        }
        if (!anti.isEmpty()) {
            chain = chain.chain(() -> free(session, claim, "anti_affinity_group", anti, "="));
        }
        return chain;
    }

    /** Who goes along is not left behind; it is in the way of a group that is to be apart all the same. */
    private static UUID[] along(Claim claim, String where) {
        return where.equals("<>")
                ? claim.along().stream().map(InstanceId::value).toArray(UUID[]::new)
                : new UUID[0];
    }

    private static Uni<Void> free(Mutiny.Session session, Claim claim, String column, String group, String where) {
        String tenant = claim.spec().getTenantId();
        return session.createNativeQuery(
                        "select 1 from pg_advisory_xact_lock(hashtextextended(:key, 0))", Integer.class)
                .setParameter("key", tenant + "/" + column + "/" + group)
                .getSingleResult()
                .chain(() -> session.createNativeQuery(
                                "select count(*) from allocations where tenant_id = :tenant and " + column
                                        + " = :name and instance_id <> :instance"
                                        + " and not (instance_id = any (:along)) and purpose in ('RUN', 'MIGRATION_TARGET')"
                                        + " and host_id " + where + " :host",
                                Long.class)
                        .setParameter("tenant", UUID.fromString(tenant))
                        .setParameter("name", group)
                        .setParameter("instance", claim.instance().value())
                        .setParameter("along", along(claim, where))
                        .setParameter("host", claim.host().value())
                        .getSingleResult())
                .chain(others -> others == 0
                        ? Uni.createFrom().voidItem()
                        : Uni.createFrom()
                                .failure(new StalePlacementException("the group " + group + " is elsewhere")));
    }

    private static Uni<Void> one(int count, Claim claim) {
        return count == 1
                ? Uni.createFrom().voidItem()
                : Uni.createFrom()
                        .failure(new StalePlacementException("host " + claim.host() + " has no room (any more)"));
    }

    /** A volume has moved with its instance: what was kept free for it becomes its place. */
    public Uni<Void> volumeMoved(Mutiny.Session session, InstanceId volume, long targetEpoch) {
        return release(session, volume, 1, Claim.Purpose.VOLUME)
                .chain(() -> session.createNativeQuery("""
                                update allocations set purpose = 'VOLUME', epoch = 1
                                where instance_id = :volume and epoch = :epoch and purpose = 'VOLUME_TARGET'""")
                        .setParameter("volume", volume.value())
                        .setParameter("epoch", targetEpoch)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Frees what a copy held that is now proven gone. */
    public Uni<Void> forget(Mutiny.Session session, InstanceId instance, HostId host) {
        return session.createNativeQuery("""
                        with freed as (
                          delete from allocations
                          where instance_id = :instance and host_id = :host and purpose = 'LEFTOVER'
                          returning vcpus, memory_bytes, disk_bytes),
                        sums as (
                          select cast(coalesce(sum(vcpus), 0) as int) as vcpus, coalesce(sum(memory_bytes), 0) as memory,
                            coalesce(sum(disk_bytes), 0) as disk from freed)
                        update hosts set used_vcpus = used_vcpus - sums.vcpus,
                          used_memory_bytes = used_memory_bytes - sums.memory,
                          used_disk_bytes = used_disk_bytes - sums.disk, generation = generation + 1
                        from sums where hosts.id = :host""")
                .setParameter("instance", instance.value())
                .setParameter("host", host.value())
                .executeUpdate()
                .replaceWithVoid();
    }
}
