package org.xenopolis.gateway.networks;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.contracts.instances.Nic;
import org.xenopolis.kit.ids.IdSource;

/** The network interfaces of an instance: an address in each network, and the rules that hold there. */
@ApplicationScoped
public class Nics {
    /** One interface as it is asked for. @param address reserved before, or absent */
    public record Wish(UUID network, List<UUID> groups, java.util.Optional<UUID> address) {}

    private final Addresses addresses;
    private final IdSource ids;

    Nics(Addresses addresses, IdSource ids) {
        this.addresses = addresses;
        this.ids = ids;
    }

    /** Attaching the same instance again gives what it has. */
    public Uni<List<Nic>> attach(Mutiny.Session session, UUID tenant, UUID instance, List<Wish> wishes) {
        if (wishes.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return session.createSelectionQuery(
                        "from Address where tenantId = :tenant and instanceId = :instance order by id", Address.class)
                .setParameter("tenant", tenant)
                .setParameter("instance", instance)
                .getResultList()
                .chain(had -> Multi.createFrom()
                        .iterable(wishes)
                        .onItem()
                        .transformToUniAndConcatenate(wish -> attach(session, tenant, instance, wish, had))
                        .collect()
                        .asList());
    }

    private Uni<Nic> attach(Mutiny.Session session, UUID tenant, UUID instance, Wish wish, List<Address> had) {
        return address(session, tenant, instance, wish, had)
                .chain(address -> CardRules.join(
                                session, tenant, instance, wish.network(), new TreeSet<>(wish.groups()))
                        .map(rules -> Nic.newBuilder()
                                .setNetworkId(wish.network().toString())
                                .setMac(address.mac)
                                .setIpv4(address.ipv4)
                                .addAllRules(rules)
                                .build()));
    }

    private Uni<Address> address(Mutiny.Session session, UUID tenant, UUID instance, Wish wish, List<Address> had) {
        var known = had.stream()
                .filter(address -> address.networkId.equals(wish.network()))
                .findFirst();
        if (known.isPresent()) {
            return Uni.createFrom().item(known.get());
        }
        return wish.address().isPresent()
                ? addresses.take(session, tenant, wish.address().get(), wish.network(), instance)
                : addresses.give(session, tenant, wish.network(), ids.next(), instance);
    }

    public Uni<Integer> detach(Mutiny.Session session, UUID instance) {
        return detach(session, List.of(instance));
    }

    /** As {@link #detach(Mutiny.Session, UUID)}, for many at once. */
    public Uni<Integer> detach(Mutiny.Session session, Collection<UUID> instances) {
        return addresses.leave(session, instances);
    }
}
