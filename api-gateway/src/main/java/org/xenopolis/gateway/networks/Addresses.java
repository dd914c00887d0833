package org.xenopolis.gateway.networks;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Collection;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.gateway.core.Ipv4Network;
import org.xenopolis.gateway.core.MacAddress;
import org.xenopolis.gateway.edge.Problems;
import org.xenopolis.gateway.edge.Rows;

/** Gives out places in networks: first those never used, then those given back. */
@ApplicationScoped
class Addresses {
    // The network's row is locked, so that two never look for a gap at once; the unique key stands behind it.
    private static final String FRESH = "update networks set next_offset = next_offset + 1"
            + " where id = :id and tenant_id = :tenant and next_offset <= last_offset returning next_offset - 1";
    private static final String GAP = "select g from generate_series(cast(:first as int), cast(:last as int)) g"
            + " where not exists (select 1 from addresses a where a.network_id = :id and a.host_offset = g)"
            + " order by g limit 1";

    private static final String LEAVE = """
            with groups as (delete from nic_groups where instance_id = any (:instances)),
              updates as (delete from rule_updates where instance_id = any (:instances)),
              given as (delete from addresses where instance_id = any (:instances) and not kept)
            update addresses set instance_id = null where instance_id = any (:instances) and kept""";

    private final Clock clock;

    Addresses(Clock clock) {
        this.clock = clock;
    }

    /** @param instance whose it is; absent for one that is kept */
    Uni<Address> give(Mutiny.Session session, UUID tenant, UUID network, UUID address, @Nullable UUID instance) {
        return Rows.get(session, Network.class, tenant, network)
                .chain(row -> offset(session, row).chain(offset -> {
                    Address given = new Address();
                    given.id = address;
                    given.tenantId = tenant;
                    given.networkId = network;
                    given.hostOffset = offset;
                    given.ipv4 = Ipv4Network.parse(row.cidr).address(offset);
                    given.mac = MacAddress.of(network, offset).text();
                    given.instanceId = instance;
                    given.kept = instance == null;
                    given.createdAt = clock.instant();
                    return session.persist(given).chain(session::flush).replaceWith(given);
                }));
    }

    private Uni<Integer> offset(Mutiny.Session session, Network network) {
        return session.createNativeQuery(FRESH, Integer.class)
                .setParameter("id", network.id)
                .setParameter("tenant", network.tenantId)
                .getResultList()
                .chain(fresh -> fresh.isEmpty()
                        ? gap(session, network)
                        : Uni.createFrom().item(fresh.getFirst()));
    }

    private static Uni<Integer> gap(Mutiny.Session session, Network network) {
        return session.createNativeQuery("select next_offset from networks where id = :id for update", Integer.class)
                .setParameter("id", network.id)
                .getSingleResult()
                .chain(() -> session.createNativeQuery(GAP, Integer.class)
                        .setParameter("id", network.id)
                        .setParameter("first", Ipv4Network.FIRST_OFFSET)
                        .setParameter("last", network.lastOffset)
                        .getResultList())
                .map(free -> {
                    if (free.isEmpty()) {
                        throw Problem.of(ErrorKind.CONFLICT, "network-full", "The network has no free address.")
                                .exception();
                    }
                    return free.getFirst();
                });
    }

    /** Binds a kept address to an instance, unless another one has it. */
    Uni<Address> take(Mutiny.Session session, UUID tenant, UUID address, UUID network, UUID instance) {
        return session.createNativeQuery("update addresses set instance_id = :instance"
                        + " where id = :id and tenant_id = :tenant and network_id = :network and instance_id is null")
                .setParameter("instance", instance)
                .setParameter("id", address)
                .setParameter("tenant", tenant)
                .setParameter("network", network)
                .executeUpdate()
                .chain(rows -> Rows.get(session, Address.class, tenant, address).map(row -> {
                    if (rows == 0) {
                        throw row.networkId.equals(network)
                                ? Problem.of(ErrorKind.CONFLICT, "in-use", "Another instance has this address.")
                                        .exception()
                                : Problems.notFound();
                    }
                    return row;
                }));
    }

    /** What was given for the instances goes; what is kept is free again. Harmless when there is nothing. */
    Uni<Integer> leave(Mutiny.Session session, Collection<UUID> instances) {
        return session.createNativeQuery(LEAVE)
                .setParameter("instances", instances.toArray(UUID[]::new))
                .executeUpdate();
    }
}
