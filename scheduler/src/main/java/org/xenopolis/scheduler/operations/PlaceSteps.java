package org.xenopolis.scheduler.operations;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceState;
import org.xenopolis.cluster.PlacementRequest;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.common.ErrorDetail;
import org.xenopolis.scheduler.core.PlacementOutcome;
import org.xenopolis.scheduler.instances.InstanceRecord;
import org.xenopolis.scheduler.instances.Specs;
import org.xenopolis.scheduler.placement.Claim;
import org.xenopolis.scheduler.placement.Ledger;
import org.xenopolis.scheduler.placement.Places;

/** The steps that take a place and give it back, for every saga that needs one. */
@ApplicationScoped
public class PlaceSteps {
    private static final Logger LOG = Logger.getLogger(PlaceSteps.class);
    /** How many hosts are tried. */
    static final int HOSTS_MAX = 3;

    private final Places places;
    private final Ledger ledger;

    PlaceSteps(Places places, Ledger ledger) {
        this.places = places;
        this.ledger = ledger;
    }

    /** A place on the best host, for one that has no disk anywhere; otherwise on the host that has it. */
    Change reserve(Work work, boolean again) {
        InstanceRecord instance = work.instance();
        PlacementRequest request = Specs.request(instance.id(), instance.spec());
        HostId diskHost = instance.place().diskHost();
        PlacementOutcome outcome = diskHost == null
                ? places.place(request, work.operation().refusedHosts(), again)
                : places.wake(request, diskHost);
        return switch (outcome) {
            case PlacementOutcome.Rejected rejected -> throw Places.refusal(rejected);
            case PlacementOutcome.Placed placed -> reserved(work, placed.host(), diskHost != null);
        };
    }

    private Change reserved(Work work, HostId host, boolean wakes) {
        InstanceRecord instance = work.instance();
        long epoch = instance.place().lastEpoch() + 1;
        Claim claim = new Claim(
                instance.id(), epoch, Claim.Purpose.RUN, host, instance.spec().getResources(), instance.spec());
        Work after = work.with(held ->
                        held.in(InstanceState.PROVISIONING).at(held.place().on(host, epoch)))
                .noting(operation -> operation.to(host, epoch));
        return Change.to(after)
                .and(session -> wakes ? ledger.wake(session, claim) : ledger.reserve(session, claim))
                .then(() -> places.promise(host, claim.resources()));
    }

    /** Gives the place back, with the disk; the instance is in error, with the reason of the operation. */
    Change surrender(Work work) {
        return Change.to(work.with(instance -> instance.failed(work.operation().error())
                        .at(instance.place().gone())))
                .and(release(work));
    }

    /**
     * As {@link #surrender}; but when it was for the host to build it, and nothing is left there, another host is tried.
     *
     * @see OperationRecord#refusedHosts
     */
    Change surrenderOrTryElsewhere(Work work) {
        HostId host = work.instance().place().host();
        ErrorDetail error = work.operation().error();
        Set<HostId> refused = work.operation().refusedHosts();
        if (host == null || error == null || !refused.contains(host) || refused.size() >= HOSTS_MAX || !ofHost(error)) {
            return surrender(work);
        }
        LOG.warnf(
                "instance %s: host %s could not build it (%s)", work.instance().id(), host, error.getCode());
        Work anew = work.with(instance -> instance.at(instance.place().gone()))
                .noting(operation -> operation.failing(null));
        return Change.to(anew).and(release(work)).restarting();
    }

    /** Whether another host might do what this one could not. */
    private static boolean ofHost(ErrorDetail error) {
        return switch (ErrorKind.valueOf(error.getKind())) {
            case NO_CAPACITY, UNAVAILABLE, INTERNAL -> true;
            default -> false;
        };
    }

    /** Gives the place back and keeps the disk; the instance is what it was before. */
    Change sleepAgain(Work work) {
        return Change.to(work.with(instance ->
                        instance.in(work.operation().from()).at(instance.place().resting())))
                .and(session -> ledger.rest(
                        session, work.instance().id(), work.operation().ends().targetEpoch()));
    }

    /** The guest has ended; its disk stays where it is. */
    Change rest(Work work, InstanceState state) {
        return Change.to(work.with(
                        instance -> instance.in(state).at(instance.place().resting())))
                .and(session -> ledger.rest(
                        session, work.instance().id(), work.instance().place().epoch()));
    }

    private Function<Mutiny.Session, Uni<Void>> release(Work work) {
        return session -> ledger.release(
                session, work.instance().id(), work.operation().ends().targetEpoch(), Claim.Purpose.RUN);
    }
}
