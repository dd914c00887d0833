package org.xenopolis.scheduler.operations;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.HostState;
import org.xenopolis.cluster.InstanceState;
import org.xenopolis.contracts.instances.RecoveryPolicy;
import org.xenopolis.scheduler.Problems;
import org.xenopolis.scheduler.hosts.HostDirectory;
import org.xenopolis.scheduler.hosts.HostRecord;
import org.xenopolis.scheduler.hosts.LeaseService;
import org.xenopolis.scheduler.instances.InstanceRecord;
import org.xenopolis.scheduler.placement.Ledger;

/**
 * Whether a guest is proven not to run on its host any more. There are two proofs: an operator attests that the host has
 * no power; or its lease is over on every clock, and the guest is one that the agent destroys when that happens. Silence
 * alone proves nothing.
 */
@ApplicationScoped
public class Proof {
    private final HostDirectory hosts;
    private final LeaseService leases;
    private final Ledger ledger;

    Proof(HostDirectory hosts, LeaseService leases, Ledger ledger) {
        this.hosts = hosts;
        this.leases = leases;
        this.ledger = ledger;
    }

    /** Whether the host's present record allows to make the instance anew elsewhere. */
    public boolean holds(HostRecord host, RecoveryPolicy recovery) {
        return host.state().provesStopped()
                || (host.state() == HostState.SUSPECT
                        && recovery == RecoveryPolicy.RESTART_ELSEWHERE
                        && leases.isOver(host.id()));
    }

    /** The instance is nowhere from now on; its places are given back. */
    Change giveUp(Work work, boolean again) {
        InstanceRecord instance = work.instance();
        HostId where = instance.place().host();
        if (where == null) {
            return Change.to(given(work));
        }
        HostRecord host = hosts.reread(where);
        if (!holds(host, instance.spec().getRecovery())) {
            throw Problems.conflict("host-not-fenced", "Nothing proves that the instance does not run on its host.");
        }
        return Change.to(given(work))
                .and(session -> stillTrue(session, host))
                .and(session -> ledger.releaseAll(session, instance.id()));
    }

    private static Work given(Work work) {
        return work.with(instance ->
                instance.in(InstanceState.STOPPED).at(instance.place().gone()));
    }

    /** The host has not spoken since; and cannot before this transaction ends, because its row is locked. */
    private static Uni<Void> stillTrue(Mutiny.Session session, HostRecord host) {
        return session.createNativeQuery(
                        "select id from hosts where id = :id and state = :state and lease_renewals = :renewals for update")
                .setParameter("id", host.id().value())
                .setParameter("state", host.state().name())
                .setParameter("renewals", host.lease().renewals())
                .getResultList()
                .chain(rows -> rows.isEmpty()
                        ? Uni.createFrom().failure(Problems.conflict("host-speaks", "The host is back."))
                        : Uni.createFrom().voidItem());
    }
}
