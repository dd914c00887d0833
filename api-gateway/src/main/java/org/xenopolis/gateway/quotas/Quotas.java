package org.xenopolis.gateway.quotas;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.gateway.core.Amounts;
import org.xenopolis.gateway.edge.Problems;

/**
 * What tenants hold of their limits. Every reservation is one conditional update with the row that says who holds it;
 * every release takes that row away, so that a second one finds nothing.
 */
@ApplicationScoped
public class Quotas {
    /** What holds a reservation. */
    public enum Kind {
        INSTANCE,
        VOLUME,
        /** The growth that a resize asks for, until it ended one way or the other. */
        RESIZE
    }

    /** @param id of the reservation, @param subject the instance or volume that it is for */
    public record Claim(UUID id, UUID tenant, Kind kind, UUID subject, Amounts amounts) {}

    public record Standing(Amounts limits, Amounts used) {}

    private static final String RESERVE = "with taken as (update quotas set"
            + " instances_used = instances_used + :instances, vcpus_used = vcpus_used + :vcpus,"
            + " memory_bytes_used = memory_bytes_used + :memory, disk_bytes_used = disk_bytes_used + :disk,"
            + " volumes_used = volumes_used + :volumes"
            + " where tenant_id = :tenant and not exists (select 1 from reservations where id = :id)"
            + " and instances_used + :instances <= instances_max and vcpus_used + :vcpus <= vcpus_max"
            + " and memory_bytes_used + :memory <= memory_bytes_max and disk_bytes_used + :disk <= disk_bytes_max"
            + " and volumes_used + :volumes <= volumes_max returning tenant_id)"
            + " insert into reservations"
            + " (id, tenant_id, kind, subject_id, instances, vcpus, memory_bytes, disk_bytes, volumes)"
            + " select cast(:id as uuid), tenant_id, cast(:kind as text), cast(:subject as uuid), cast(:instances as int),"
            + " cast(:vcpus as int), cast(:memory as bigint), cast(:disk as bigint), cast(:volumes as int) from taken";

    private static final String RELEASE = "with gone as (delete from reservations where id = any (:ids) returning *),"
            + " sums as (select tenant_id, sum(instances) as instances, sum(vcpus) as vcpus,"
            + " sum(memory_bytes) as memory_bytes, sum(disk_bytes) as disk_bytes, sum(volumes) as volumes"
            + " from gone group by tenant_id)"
            + " update quotas q set instances_used = q.instances_used - sums.instances,"
            + " vcpus_used = q.vcpus_used - sums.vcpus, memory_bytes_used = q.memory_bytes_used - sums.memory_bytes,"
            + " disk_bytes_used = q.disk_bytes_used - sums.disk_bytes, volumes_used = q.volumes_used - sums.volumes"
            + " from sums where q.tenant_id = sums.tenant_id";

    private static final String SHRINK = "with was as (select * from reservations where id = :instance for update),"
            + " now as (update reservations r set vcpus = least(r.vcpus, :vcpus),"
            + " memory_bytes = least(r.memory_bytes, :memory), disk_bytes = least(r.disk_bytes, :disk)"
            + " from was where r.id = was.id returning r.*)"
            + " update quotas q set vcpus_used = q.vcpus_used - (was.vcpus - now.vcpus),"
            + " memory_bytes_used = q.memory_bytes_used - (was.memory_bytes - now.memory_bytes),"
            + " disk_bytes_used = q.disk_bytes_used - (was.disk_bytes - now.disk_bytes)"
            + " from was join now on was.id = now.id where q.tenant_id = was.tenant_id";

    /** Reserves, unless this claim is held already; fails with QUOTA when a limit would be passed. */
    public Uni<Void> reserve(Mutiny.Session session, Claim claim) {
        return take(session, claim)
                .chain(rows -> rows == 1 ? Uni.createFrom().voidItem() : refuseUnlessHeld(session, claim));
    }

    private Uni<Void> refuseUnlessHeld(Mutiny.Session session, Claim claim) {
        return isHeld(session, claim.id())
                .chain(held -> held
                        ? Uni.createFrom().voidItem()
                        : standing(session, claim.tenant()).map(standing -> {
                            throw passed(standing, claim.amounts());
                        }));
    }

    private static Uni<Boolean> isHeld(Mutiny.Session session, UUID id) {
        return session.createNativeQuery("select count(*) from reservations where id = :id", Long.class)
                .setParameter("id", id)
                .getSingleResult()
                .map(count -> count > 0);
    }

    private static Uni<Integer> take(Mutiny.Session session, Claim claim) {
        Amounts amounts = claim.amounts();
        return session.createNativeQuery(RESERVE)
                .setParameter("id", claim.id())
                .setParameter("tenant", claim.tenant())
                .setParameter("kind", claim.kind().name())
                .setParameter("subject", claim.subject())
                .setParameter("instances", amounts.instances())
                .setParameter("vcpus", amounts.vcpus())
                .setParameter("memory", amounts.memoryBytes())
                .setParameter("disk", amounts.diskBytes())
                .setParameter("volumes", amounts.volumes())
                .executeUpdate();
    }

    /** As {@link #release(Mutiny.Session, UUID)}, where the id is what a tenant says: of its own only. */
    public Uni<Integer> release(Mutiny.Session session, UUID id, UUID tenant) {
        return session.createNativeQuery(
                        "select count(*) from reservations where id = :id and tenant_id = :tenant", Long.class)
                .setParameter("id", id)
                .setParameter("tenant", tenant)
                .getSingleResult()
                .chain(mine -> mine == 0 ? Uni.createFrom().item(0) : release(session, id));
    }

    /** Gives back what this claim holds; nothing when it holds nothing (any more). */
    public Uni<Integer> release(Mutiny.Session session, UUID id) {
        return release(session, List.of(id));
    }

    /** As {@link #release(Mutiny.Session, UUID)}, for many at once. */
    public Uni<Integer> release(Mutiny.Session session, Collection<UUID> ids) {
        return session.createNativeQuery(RELEASE)
                .setParameter("ids", ids.toArray(UUID[]::new))
                .executeUpdate();
    }

    /** The resize succeeded: its growth becomes the instance's own. What shrank is given back by {@link #shrink}. */
    public Uni<Integer> merge(Mutiny.Session session, UUID resize, UUID instance) {
        return session.createNativeQuery("with gone as (delete from reservations where id = :resize returning *)"
                        + " update reservations r set vcpus = r.vcpus + gone.vcpus,"
                        + " memory_bytes = r.memory_bytes + gone.memory_bytes,"
                        + " disk_bytes = r.disk_bytes + gone.disk_bytes"
                        + " from gone where r.id = :instance")
                .setParameter("resize", resize)
                .setParameter("instance", instance)
                .executeUpdate();
    }

    /** The instance has this size now: what its reservation holds beyond it is given back. */
    public Uni<Integer> shrink(Mutiny.Session session, UUID instance, Amounts size) {
        return session.createNativeQuery(SHRINK)
                .setParameter("instance", instance)
                .setParameter("vcpus", size.vcpus())
                .setParameter("memory", size.memoryBytes())
                .setParameter("disk", size.diskBytes())
                .executeUpdate();
    }

    /** Lets the sweep ask at its next turn whether the thing that holds it is there. */
    public Uni<Integer> doubt(Mutiny.Session session, UUID id) {
        return session.createNativeQuery(
                        "update reservations set confirmed = false, created_at = 'epoch' where id = :id")
                .setParameter("id", id)
                .executeUpdate();
    }

    /** The thing that holds it is there: the sweep need not ask. */
    public Uni<Integer> confirm(Mutiny.Session session, UUID id) {
        return session.createNativeQuery("update reservations set confirmed = true where id = :id and not confirmed")
                .setParameter("id", id)
                .executeUpdate();
    }

    /** As {@link #confirm(Mutiny.Session, UUID)}, for many at once. */
    public Uni<Integer> confirm(Mutiny.Session session, Collection<UUID> ids) {
        return session.createNativeQuery(
                        "update reservations set confirmed = true where id = any (:ids) and not confirmed")
                .setParameter("ids", ids.toArray(UUID[]::new))
                .executeUpdate();
    }

    public Uni<Standing> standing(Mutiny.Session session, UUID tenant) {
        return session.createNativeQuery(
                        "select instances_max, vcpus_max, memory_bytes_max, disk_bytes_max, volumes_max, instances_used,"
                                + " vcpus_used, memory_bytes_used, disk_bytes_used, volumes_used"
                                + " from quotas where tenant_id = :tenant",
                        Tuple.class)
                .setParameter("tenant", tenant)
                .getResultList()
                .map(rows -> rows.stream().findFirst().map(Quotas::standing).orElseThrow(Problems::notFound));
    }

    /** Fails with a CHECK violation when the limits are below what is used. */
    public Uni<Integer> limit(Mutiny.Session session, UUID tenant, Amounts limits) {
        return session.createNativeQuery("insert into quotas"
                        + " (tenant_id, instances_max, vcpus_max, memory_bytes_max, disk_bytes_max, volumes_max)"
                        + " values (:tenant, :instances, :vcpus, :memory, :disk, :volumes)"
                        + " on conflict (tenant_id) do update set instances_max = excluded.instances_max,"
                        + " vcpus_max = excluded.vcpus_max, memory_bytes_max = excluded.memory_bytes_max,"
                        + " disk_bytes_max = excluded.disk_bytes_max, volumes_max = excluded.volumes_max")
                .setParameter("tenant", tenant)
                .setParameter("instances", limits.instances())
                .setParameter("vcpus", limits.vcpus())
                .setParameter("memory", limits.memoryBytes())
                .setParameter("disk", limits.diskBytes())
                .setParameter("volumes", limits.volumes())
                .executeUpdate();
    }

    private static Standing standing(Tuple row) {
        return new Standing(amounts(row, 0), amounts(row, 5));
    }

    private static Amounts amounts(Tuple row, int from) {
        return new Amounts(
                row.get(from, Integer.class),
                row.get(from + 1, Integer.class),
                row.get(from + 2, Long.class),
                row.get(from + 3, Long.class),
                row.get(from + 4, Integer.class));
    }

    private static ProblemException passed(Standing standing, Amounts asked) {
        String limit = Amounts.passedLimit(standing.limits(), standing.used(), asked);
        return new Problem(
                        ErrorKind.QUOTA,
                        "quota-exceeded",
                        "This would pass your quota of " + limit + "; delete something or ask for more.",
                        Map.of("limit", limit))
                .exception();
    }
}
