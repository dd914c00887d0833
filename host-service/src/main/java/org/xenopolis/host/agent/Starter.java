package org.xenopolis.host.agent;

import java.time.Duration;
import java.util.Optional;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.instances.InstanceSpec;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.driver.DomainConfig;
import org.xenopolis.host.driver.HypervisorDriver;
import org.xenopolis.host.faults.Steps;
import org.xenopolis.host.images.ImageSource;
import org.xenopolis.host.journal.record.GuestRecord;

/** Brings a placed guest to run, from wherever an earlier attempt left it. Callers hold the instance's lock. */
final class Starter {
    /** A domain that dies for longer has somebody who holds it, and may do so for ever. */
    private static final Duration DYING_MAX = Duration.ofSeconds(20);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final Guests guests;
    private final HypervisorDriver driver;
    private final ImageSource images;
    private final LeaseGate gate;
    private final Steps steps;

    Starter(Guests guests, HypervisorDriver driver, ImageSource images, LeaseGate gate, Steps steps) {
        this.guests = guests;
        this.driver = driver;
        this.images = images;
        this.gate = gate;
        this.steps = steps;
    }

    /** @param withMemory goes on from the saved memory where there is one */
    void start(GuestRecord guest, boolean withMemory) {
        InstanceSpec spec = Guests.spec(guest);
        InstanceId instance = InstanceId.of(guest.getInstanceId());
        Optional<Domain> found = guests.domain(guest);
        if (found.isPresent() && hasEnded(found.get())) {
            guests.finish(guest, found.get(), Admission.life(guest));
            found = Optional.empty();
        }
        if (found.isEmpty() && !driver.disks().containsKey(instance)) {
            images.with(digest(spec), source -> driver.makeDisk(instance, source, DomainConfigs.disk(spec)));
            steps.reached("create.disk-made");
        }
        boolean restores = withMemory && driver.hasSaved(instance);
        Domain domain = found.orElseGet(() -> built(DomainConfigs.of(guest, spec), restores));
        steps.reached("create.built");
        // Memory that was saved before the disk is written to again must never be used afterwards.
        driver.dropSaved(instance);
        if (domain.reading().state() != DomainState.RUNNING) {
            gate.whileHeld(() -> driver.unpause(domain.domid()));
        }
        steps.reached("create.unpaused");
        guests.follow(guest);
    }

    /** What was destroyed a moment ago, often this very guest, may still hold the memory: then it is worth a wait. */
    private Domain built(DomainConfig config, boolean restores) {
        long until = System.nanoTime() + DYING_MAX.toNanos();
        while (System.nanoTime() - until < 0 && somebodyIsDying()) {
            try {
                return make(config, restores);
            } catch (ProblemException e) {
                if (e.problem().kind() != ErrorKind.NO_CAPACITY) {
                    throw e;
                }
            }
            rest();
        }
        return make(config, restores);
    }

    private Domain make(DomainConfig config, boolean restores) {
        return restores ? driver.restore(config) : driver.build(config);
    }

    private boolean somebodyIsDying() {
        return driver.list().stream().anyMatch(domain -> domain.reading().state() == DomainState.DYING);
    }

    private static void rest() {
        try {
            Thread.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Digest digest(InstanceSpec spec) {
        try {
            return Digest.of(spec.getImageDigest());
        } catch (IllegalArgumentException e) {
            throw Problem.of(ErrorKind.INVALID, "invalid-image-digest", "The image's digest is not well formed.")
                    .because(e);
        }
    }

    private static boolean hasEnded(Domain domain) {
        return switch (domain.reading().state()) {
            case SHUTDOWN, CRASHED, DYING -> true;
            default -> false;
        };
    }
}
