package org.xenopolis.host.xen;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.host.core.Reading;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.driver.DomainName;
import org.xenopolis.host.xen.dom0.Ask;
import org.xenopolis.host.xen.dom0.Dom0;

/** Looks at the host. Each look is a few milliseconds, and all that is known comes from one. */
final class Eye {
    private static final long RECENT_NANOS = 500_000_000;

    private final Dom0 dom0;
    private final HostClock clock;
    private final Sightings sightings;
    /** Looks are remembered in the order in which they were taken. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile @Nullable Sight last;

    Eye(Dom0 dom0, HostClock clock, Sightings sightings) {
        this.dom0 = dom0;
        this.clock = clock;
        this.sightings = sightings;
    }

    /** A look and the domains in it. */
    record Sight(Look look, List<Domain> domains) {
        Domain require(int domid) {
            return domains.stream()
                    .filter(domain -> domain.domid() == domid)
                    .findFirst()
                    .orElseThrow(Refusals::noDomain);
        }

        SeenDomain seen(int domid) {
            return look.domain(domid).orElseThrow(Refusals::noDomain);
        }

        /** None that is on its way out. */
        Optional<Domain> find(DomainName name) {
            return domains.stream()
                    .filter(domain ->
                            domain.name().equals(name) && domain.reading().state() != DomainState.DYING)
                    .findFirst();
        }
    }

    Sight look() {
        lock.lock();
        try {
            long asked = clock.hereNanos();
            List<String> answer = dom0.ask(new Ask.Look());
            Look look = Look.of(answer);
            clock.learn(asked, look.atNanos(), clock.hereNanos());
            List<Domain> domains = sightings.domains(look).stream()
                    .sorted(Comparator.comparing(Eye::isLeft))
                    .toList();
            Sight sight = new Sight(look, domains);
            last = sight;
            return sight;
        } finally {
            lock.unlock();
        }
    }

    /** For whoever looks again before they act. */
    Sight recent() {
        Sight known = last;
        return known != null && clock.nowNanos() - known.look().atNanos() < RECENT_NANOS ? known : look();
    }

    /** What moved away comes after what is here. */
    private static boolean isLeft(Domain domain) {
        return domain.reading().state() == DomainState.MIGRATED_AWAY;
    }

    Domain require(int domid) {
        return look().require(domid);
    }

    Reading read(int domid) {
        return require(domid).reading();
    }
}
