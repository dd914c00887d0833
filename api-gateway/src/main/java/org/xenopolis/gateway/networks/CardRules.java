package org.xenopolis.gateway.networks;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.contracts.instances.NetworkRules;
import org.xenopolis.contracts.instances.SecurityRule;
import org.xenopolis.gateway.edge.Problems;

/**
 * Which groups hold at which network cards, and the rules that follow. A card is the instance in one network. Without a
 * rule nothing but answers comes in; without a rule about going out everything goes out.
 */
final class CardRules {
    private static final String JOIN = """
            insert into nic_groups (instance_id, network_id, group_id, tenant_id)
            select :instance, :network, unnest(cast(:groups as uuid[])), :tenant on conflict do nothing""";

    private static final String LEAVE_CARD =
            "delete from nic_groups where instance_id = :instance and network_id = :network and tenant_id = :tenant";

    /** What changed while an update was under way is handed over by another one. */
    private static final String OUTDATE = """
            insert into rule_updates (instance_id, tenant_id) select distinct instance_id, tenant_id from nic_groups
            where tenant_id = :tenant and group_id = :group
            on conflict (instance_id) do update set operation_id = null, due_at = now()""";

    private static final String OUTDATE_ONE = """
            insert into rule_updates (instance_id, tenant_id) values (:instance, :tenant)
            on conflict (instance_id) do update set operation_id = null, due_at = now()""";

    private static final String CARDS = """
            select a.network_id, g.group_id from addresses a
            left join nic_groups g on g.instance_id = a.instance_id and g.network_id = a.network_id
            where a.instance_id = :instance and a.tenant_id = :tenant order by a.id""";

    private CardRules() {}

    /** These groups, and no others, hold at the card. NOT_FOUND when one of them is not the tenant's. */
    static Uni<List<SecurityRule>> join(
            Mutiny.Session session, UUID tenant, UUID instance, UUID network, Set<UUID> groups) {
        if (groups.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return require(session, tenant, groups)
                .chain(() -> session.createNativeQuery(JOIN)
                        .setParameter("instance", instance)
                        .setParameter("network", network)
                        .setParameter("groups", groups.toArray(UUID[]::new))
                        .setParameter("tenant", tenant)
                        .executeUpdate())
                .chain(() -> rows(session, tenant, groups))
                .map(rows -> messages(rows, groups));
    }

    static Uni<Void> replace(Mutiny.Session session, UUID tenant, UUID instance, UUID network, Set<UUID> groups) {
        return session.createNativeQuery(LEAVE_CARD)
                .setParameter("instance", instance)
                .setParameter("network", network)
                .setParameter("tenant", tenant)
                .executeUpdate()
                .chain(() -> join(session, tenant, instance, network, groups))
                .chain(() -> session.createNativeQuery(OUTDATE_ONE)
                        .setParameter("instance", instance)
                        .setParameter("tenant", tenant)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** The group has other rules than before: all instances that use it are to hear of it. */
    static Uni<Void> outdate(Mutiny.Session session, UUID tenant, UUID group) {
        return session.createNativeQuery(OUTDATE)
                .setParameter("tenant", tenant)
                .setParameter("group", group)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** The groups at each of the instance's cards, by network; empty when it has no card. */
    static Uni<Map<UUID, Set<UUID>>> groups(Mutiny.Session session, UUID tenant, UUID instance) {
        return session.createNativeQuery(CARDS, Object[].class)
                .setParameter("instance", instance)
                .setParameter("tenant", tenant)
                .getResultList()
                .map(cards -> {
                    Map<UUID, Set<UUID>> groups = new LinkedHashMap<>();
                    for (Object[] card : cards) {
                        Set<UUID> here = groups.computeIfAbsent((UUID) card[0], network -> new TreeSet<>());
                        if (card[1] instanceof UUID group) {
                            here.add(group);
                        }
                    }
                    return groups;
                });
    }

    /** Every rule that is to hold now at each of the instance's cards. */
    static Uni<List<NetworkRules>> of(Mutiny.Session session, UUID tenant, UUID instance) {
        return groups(session, tenant, instance)
                .chain(cards -> rows(
                                session,
                                tenant,
                                cards.values().stream().flatMap(Set::stream).collect(Collectors.toSet()))
                        .map(rows -> cards.entrySet().stream()
                                .map(card -> NetworkRules.newBuilder()
                                        .setNetworkId(card.getKey().toString())
                                        .addAllRules(messages(rows, card.getValue()))
                                        .build())
                                .toList()));
    }

    private static List<SecurityRule> messages(List<GroupRule> rows, Collection<UUID> groups) {
        return rows.stream()
                .filter(row -> groups.contains(row.groupId))
                .map(GroupRule::message)
                .toList();
    }

    private static Uni<List<GroupRule>> rows(Mutiny.Session session, UUID tenant, Collection<UUID> groups) {
        return session.createSelectionQuery(
                        "from GroupRule where tenantId = :tenant and groupId in :ids order by id", GroupRule.class)
                .setParameter("tenant", tenant)
                .setParameter("ids", groups)
                .getResultList();
    }

    private static Uni<Void> require(Mutiny.Session session, UUID tenant, Collection<UUID> groups) {
        return session.createSelectionQuery(
                        "select count(g) from SecurityGroup g where g.tenantId = :tenant and g.id in :ids", Long.class)
                .setParameter("tenant", tenant)
                .setParameter("ids", groups)
                .getSingleResult()
                .invoke(found -> {
                    if (found != new HashSet<>(groups).size()) {
                        throw Problems.notFound();
                    }
                })
                .replaceWithVoid();
    }
}
