package org.xenopolis.scheduler.operations;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.InstanceState;
import org.xenopolis.contracts.agent.DomainView;
import org.xenopolis.scheduler.agents.Domains;

/**
 * How an operation that changes a running guest in place goes back: the host is asked what became of the guest, and the
 * record follows. Nobody guesses.
 */
@ApplicationScoped
class Observation {
    private static final String OBSERVED = "observed";

    private final Domains domains;
    private final PlaceSteps places;

    Observation(Domains domains, PlaceSteps places) {
        this.domains = domains;
        this.places = places;
    }

    Work ask(Work work, String command) {
        Domains.At at = Domains.at(work.instance());
        if (domains.isProvenOff(at)) {
            return work;
        }
        InstanceState seen = domains.find(at)
                .map(DomainView::getState)
                .flatMap(Observation::state)
                .orElse(
                        work.instance().place().host() == null
                                ? work.operation().from()
                                : InstanceState.STOPPED);
        return work.noting(operation -> operation.having(Map.of(OBSERVED, seen.name())));
    }

    /** In the words of the record; empty for a domain that has ended or is not finished. */
    private static Optional<InstanceState> state(String domain) {
        return switch (DomainState.valueOf(domain)) {
            case RUNNING, BLOCKED -> Optional.of(InstanceState.RUNNING);
            case PAUSED -> Optional.of(InstanceState.PAUSED);
            default -> Optional.empty();
        };
    }

    Change follow(Work work, boolean again) {
        InstanceState seen = Optional.ofNullable(work.operation().result().get(OBSERVED))
                .map(InstanceState::valueOf)
                .orElse(work.operation().from());
        if (seen == InstanceState.STOPPED && work.instance().place().host() != null) {
            return places.rest(work, seen);
        }
        return Change.to(work.with(instance -> instance.in(seen)));
    }
}
