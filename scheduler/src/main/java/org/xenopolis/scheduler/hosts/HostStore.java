package org.xenopolis.scheduler.hosts;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.HostState;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.facts.HostFact;
import org.xenopolis.contracts.facts.HostRegistered;
import org.xenopolis.contracts.facts.HostStateChanged;
import org.xenopolis.contracts.hosts.RegisterHostRequest;
import org.xenopolis.scheduler.Facts;
import org.xenopolis.store.Transactions;

/** The table of hosts. */
@ApplicationScoped
public class HostStore {
    private final Transactions transactions;
    private final Facts facts;

    HostStore(Transactions transactions, Facts facts) {
        this.transactions = transactions;
        this.facts = facts;
    }

    public Optional<HostRecord> find(HostId id) {
        return transactions.read(session -> find(session, id));
    }

    public List<HostRecord> all() {
        return transactions.read(HostStore::all);
    }

    public static Uni<List<HostRecord>> all(Mutiny.Session session) {
        return session.createSelectionQuery("from HostRow order by id", HostRow.class)
                .setReadOnly(true)
                .getResultList()
                .map(rows -> rows.stream().map(HostRow::toRecord).toList());
    }

    List<HostRecord> page(UUID after, int limit) {
        return transactions.read(
                session -> session.createSelectionQuery("from HostRow where id > :after order by id", HostRow.class)
                        .setParameter("after", after)
                        .setMaxResults(limit)
                        .getResultList()
                        .map(rows -> rows.stream().map(HostRow::toRecord).toList()));
    }

    public static Uni<Optional<HostRecord>> find(Mutiny.Session session, HostId id) {
        return session.find(HostRow.class, id.value())
                .map(row -> Optional.ofNullable(row).map(HostRow::toRecord));
    }

    /** How many instances hold a place to run on each host. */
    Map<HostId, Integer> instanceCounts() {
        return transactions.read(session -> session.createNativeQuery(
                        "select host_id, cast(count(*) as int) from allocations where purpose = 'RUN' group by host_id",
                        Object[].class)
                .getResultList()
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(row -> new HostId((UUID) row[0]), row -> (Integer) row[1]))));
    }

    /** Puts a new host into the table; nothing when it is there. */
    boolean insert(HostId id, RegisterHostRequest request, int overcommitPermille) {
        return transactions.call(session -> session.createNativeQuery("""
                        insert into hosts (id, name, zone, address, state, vcpu_overcommit_permille)
                        values (:id, :name, :zone, :address, 'DOWN', :overcommit) on conflict do nothing""")
                .setParameter("id", id.value())
                .setParameter("name", request.getName())
                .setParameter("zone", request.getZone())
                .setParameter("address", request.getAddress())
                .setParameter("overcommit", overcommitPermille)
                .executeUpdate()
                .chain(inserted -> inserted == 0
                        ? Uni.createFrom().item(false)
                        : facts.append(
                                        session,
                                        Topics.HOST_FACTS,
                                        Facts.About.host(id.toString(), 1),
                                        header -> HostFact.newBuilder()
                                                .setHeader(header)
                                                .setHostId(id.toString())
                                                .setRegistered(HostRegistered.newBuilder()
                                                        .setName(request.getName())
                                                        .setZone(request.getZone())
                                                        .setAddress(request.getAddress()))
                                                .build())
                                .replaceWith(true)));
    }

    /** Moves a known host to another address, and to another zone while it is empty. */
    boolean relocate(HostId id, RegisterHostRequest request) {
        return transactions.call(session -> session.createNativeQuery("""
                        update hosts set name = :name, address = :address, zone = :zone, generation = generation + 1
                        where id = :id
                          and (zone = :zone or not exists (select from allocations where host_id = :id))""")
                .setParameter("id", id.value())
                .setParameter("name", request.getName())
                .setParameter("zone", request.getZone())
                .setParameter("address", request.getAddress())
                .executeUpdate()
                .map(count -> count == 1));
    }

    /**
     * Takes a host from one state to another, unless it was changed since the record was read.
     *
     * @param generation 0 for whatever it is, as long as the state is the one of the record
     */
    boolean change(HostRecord host, HostState to, HostState resume, long generation, String reason) {
        return transactions.call(session -> change(session, host, to, resume, generation, reason));
    }

    Uni<Boolean> change(
            Mutiny.Session session, HostRecord host, HostState to, HostState resume, long generation, String reason) {
        return session.createNativeQuery("""
                        update hosts set state = :to, resume_state = :resume, generation = generation + 1
                        where id = :id and state = :from and lease_renewals = :renewals
                          and (:generation = 0 or generation = :generation)
                        returning generation""", Long.class)
                .setParameter("id", host.id().value())
                .setParameter("from", host.state().name())
                .setParameter("to", to.name())
                .setParameter("resume", resume.name())
                .setParameter("renewals", host.lease().renewals())
                .setParameter("generation", generation)
                .getResultList()
                .chain(changed -> changed.isEmpty()
                        ? Uni.createFrom().item(false)
                        : stateChanged(session, host, to, changed.getFirst(), reason)
                                .replaceWith(true));
    }

    Uni<Void> stateChanged(Mutiny.Session session, HostRecord host, HostState to, long generation, String reason) {
        return facts.append(
                session,
                Topics.HOST_FACTS,
                Facts.About.host(host.id().toString(), generation),
                header -> HostFact.newBuilder()
                        .setHeader(header)
                        .setHostId(host.id().toString())
                        .setStateChanged(HostStateChanged.newBuilder()
                                .setFrom(host.state().name())
                                .setTo(to.name())
                                .setReason(reason))
                        .build());
    }
}
