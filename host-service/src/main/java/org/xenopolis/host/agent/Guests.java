package org.xenopolis.host.agent;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.contracts.agent.DomainView;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.instances.InstanceSpec;
import org.xenopolis.contracts.instances.RecoveryPolicy;
import org.xenopolis.host.core.GuestLife;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.driver.DomainName;
import org.xenopolis.host.driver.HypervisorDriver;
import org.xenopolis.host.journal.Journal;
import org.xenopolis.host.journal.record.GuestRecord;
import org.xenopolis.host.journal.record.JournalRecord;
import org.xenopolis.host.journal.record.VolumeRecord;
import org.xenopolis.host.metering.Meter;
import org.xenopolis.host.metering.Seen;

/** The guests of one host: record, domain and meter, kept in step. Callers hold the instance's lock. */
final class Guests {
    private final HostId host;
    private final Journal journal;
    private final HypervisorDriver driver;
    private final Meter meter;
    private final String bootId;

    Guests(HostId host, Journal journal, HypervisorDriver driver, Meter meter) {
        this.host = host;
        this.journal = journal;
        this.driver = driver;
        this.meter = meter;
        this.bootId = driver.describe().bootId();
    }

    HostId host() {
        return host;
    }

    String bootId() {
        return bootId;
    }

    GuestRecord record(String instance) {
        return journal.read(state -> state.guest(instance));
    }

    Optional<Domain> domain(GuestRecord guest) {
        return driver.find(DomainName.of(InstanceId.of(guest.getInstanceId())));
    }

    /** As of a moment ago. */
    Here here() {
        return Here.of(driver.presence());
    }

    /** @throws org.xenopolis.contracts.ProblemException NOT_FOUND when it has none */
    Domain requireDomain(GuestRecord guest) {
        return domain(guest).orElseThrow(Admission::notHere);
    }

    /** Puts what the hypervisor shows now into the journal, with the record as given. */
    Domain follow(GuestRecord guest) {
        Domain domain = requireDomain(guest);
        follow(guest, domain);
        return domain;
    }

    void follow(GuestRecord guest, Domain domain) {
        follow(guest, domain, domain.reading().atNanos());
    }

    /** @param diskSinceNanos when the size of the instance's disks changed, if it did */
    void follow(GuestRecord guest, Domain domain, long diskSinceNanos) {
        Seen seen = seen(guest, domain, diskSinceNanos);
        journal.step(state -> {
            JournalRecord.Builder step = JournalRecord.newBuilder();
            if (!state.guest(guest.getInstanceId()).equals(guest)) {
                step.addGuests(guest);
            }
            meter.follow(state, step, guest, seen);
            return step.build();
        });
    }

    /**
     * A domain that stands still for good: closes its line, writes down what is left of the instance, and only then gives
     * the memory back, because the counters go with it.
     */
    void finish(GuestRecord guest, Domain ended, GuestLife rest) {
        Seen seen = seen(guest, ended, ended.reading().atNanos());
        DomainState state = rest instanceof GuestLife.Suspended ? DomainState.SUSPENDED : DomainState.SHUTDOWN;
        long restDisk = rest instanceof GuestLife.Absent ? 0 : seen.diskBytes();
        journal.step(journaled -> {
            JournalRecord.Builder step = JournalRecord.newBuilder().addGuests(Admission.with(guest, rest));
            meter.ended(journaled, step, guest, seen, state, restDisk);
            return step.build();
        });
        driver.destroy(ended.domid());
    }

    /** Ends whatever domain the instance has, unasked. */
    void haltAndFinish(GuestRecord guest, GuestLife rest) {
        domain(guest)
                .ifPresentOrElse(
                        domain -> {
                            driver.halt(domain.domid());
                            finish(guest, requireDomain(guest), rest);
                        },
                        () -> journal.step(state -> JournalRecord.newBuilder()
                                .addGuests(Admission.with(guest, rest))
                                .build()));
    }

    /** Nothing is left here. */
    void forget(GuestRecord guest, GuestLife.Absent rest, long sinceNanos) {
        journal.step(state -> {
            JournalRecord.Builder step = JournalRecord.newBuilder().addGuests(Admission.with(guest, rest));
            meter.gone(state, step, guest.getInstanceId(), sinceNanos);
            return step.build();
        });
    }

    /** The guest is on another host, with its volumes: nothing of either stays here. */
    void wipeMoved(InstanceId instance) {
        // While the disk is there, a crash in between is found and this is done again.
        driver.wipeVolumes(instance);
        driver.wipeDisk(instance);
    }

    /** The record of a guest without a domain, and its disks' size since that moment. */
    void write(GuestRecord guest, long sinceNanos) {
        long bytes = diskBytes(guest);
        journal.step(state -> {
            JournalRecord.Builder step = JournalRecord.newBuilder().addGuests(guest);
            meter.diskResized(state, step, guest.getInstanceId(), bytes, sinceNanos);
            return step.build();
        });
    }

    private Seen seen(GuestRecord guest, Domain domain, long diskSinceNanos) {
        return new Seen(bootId, domain, spec(guest).getTenantId(), diskBytes(guest), diskSinceNanos);
    }

    /** Its own disk and its volumes. */
    private long diskBytes(GuestRecord guest) {
        DiskSize own = driver.disks().getOrDefault(InstanceId.of(guest.getInstanceId()), DiskSize.ZERO);
        return own.bytes()
                + guest.getVolumesList().stream()
                        .mapToLong(VolumeRecord::getSizeBytes)
                        .sum();
    }

    static InstanceSpec spec(GuestRecord guest) {
        try {
            return InstanceSpec.parseFrom(guest.getSpec());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the journal holds no specification", e);
        }
    }

    /** Whether it ends with its host's lease. */
    static boolean isFenced(GuestRecord guest) {
        return spec(guest).getRecovery() == RecoveryPolicy.RESTART_ELSEWHERE;
    }

    /** @param domain null when there is none */
    DomainView view(GuestRecord guest, @Nullable Domain domain, boolean hasDisk) {
        InstanceSpec spec = spec(guest);
        DomainView.Builder view = DomainView.newBuilder()
                .setInstanceId(guest.getInstanceId())
                .setName(DomainName.of(InstanceId.of(guest.getInstanceId())).value())
                .setEpoch(guest.getEpoch())
                .setHasDisk(hasDisk)
                .setMigrationId(guest.getMigrationId())
                .setRecovery(spec.getRecovery());
        Resources.Builder resources = spec.getResources().toBuilder();
        if (domain == null) {
            boolean suspended = Admission.life(guest) instanceof GuestLife.Suspended;
            return view.setState((suspended ? DomainState.SUSPENDED : DomainState.SHUTDOWN).name())
                    .setResources(resources.setVcpus(0).setMemoryBytes(0))
                    .build();
        }
        return view.setDomid(domain.domid())
                .setState(stateName(domain))
                .setResources(resources
                        .setVcpus(domain.vcpus().count())
                        .setMemoryBytes(domain.memory().bytes()))
                .setCpuNanos(domain.reading().counters().cpuNanos())
                .build();
    }

    /** One that reboots has not ended: it is about to be built anew. */
    private static String stateName(Domain domain) {
        return (domain.wantsReboot() ? DomainState.BUILDING : domain.reading().state()).name();
    }

    DomainView view(GuestRecord guest) {
        boolean hasDisk = driver.disks().containsKey(InstanceId.of(guest.getInstanceId()));
        return view(guest, domain(guest).orElse(null), hasDisk);
    }
}
