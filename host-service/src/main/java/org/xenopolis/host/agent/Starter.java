package org.xenopolis.host.agent;

import java.util.Optional;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.instances.InstanceSpec;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.driver.HypervisorDriver;
import org.xenopolis.host.faults.Steps;
import org.xenopolis.host.images.ImageSource;
import org.xenopolis.host.journal.record.GuestRecord;

/** Brings a placed guest to run, from wherever an earlier attempt left it. Callers hold the instance's lock. */
final class Starter {
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
        Domain domain = found.orElseGet(() -> withMemory && driver.hasSaved(instance)
                ? driver.restore(DomainConfigs.of(guest, spec))
                : driver.build(DomainConfigs.of(guest, spec)));
        steps.reached("create.built");
        // Memory that was saved before the disk is written to again must never be used afterwards.
        driver.dropSaved(instance);
        if (domain.reading().state() != DomainState.RUNNING) {
            gate.whileHeld(() -> driver.unpause(domain.domid()));
        }
        steps.reached("create.unpaused");
        guests.follow(guest);
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
