package org.xenopolis.planner.experience;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xenopolis.cluster.Cluster;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.XenVersion;
import org.xenopolis.contracts.common.FactHeader;
import org.xenopolis.contracts.facts.HostFact;
import org.xenopolis.contracts.facts.HostReported;
import org.xenopolis.contracts.facts.MigrationFact;
import org.xenopolis.contracts.hosts.GuestLoad;
import org.xenopolis.kit.ids.IdSource;
import org.xenopolis.planner.Engines;
import org.xenopolis.planner.core.ByteRate;
import org.xenopolis.planner.core.MoveCost;
import org.xenopolis.planner.core.PreCopyCalibration.Observed;
import org.xenopolis.planner.core.PreCopyModel;
import org.xenopolis.planner.core.PreCopyModels;
import org.xenopolis.planner.core.SimulatedCopies;
import org.xenopolis.planner.core.Situation;
import org.xenopolis.planner.loads.Loads;
import org.xenopolis.store.Transactions;

/** Facts of the simulator's migrations go in, and the model that plans are made with comes out. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class MigrationsSeenTest {
    private static final int TEACHING = 30;
    private static final XenVersion XEN = XenVersion.of("4.20.0");

    private final IdSource ids = IdSource.TIME_ORDERED;
    private final HostId source = new HostId(ids.next());
    private Instant clock = Instant.now().minusSeconds(7_200);

    @Inject
    Loads loads;

    @Inject
    ExperienceTable experience;

    @Inject
    Transactions transactions;

    @AfterEach
    void forget() {
        transactions.call(session ->
                session.createNativeQuery("delete from migrations_seen").executeUpdate());
    }

    @Test
    void whatMigrationsTookForetellsTheNext() {
        assertThat(models()).isEqualTo(PreCopyModels.UNTAUGHT);
        List<Observed> all = SimulatedCopies.read();

        all.subList(0, TEACHING).forEach(this::migrated);

        PreCopyModel taught = models().of(XEN);
        ByteRate link = loads.completed(
                        new Situation(Cluster.of(List.of(), List.of()), Map.of(), Map.of(), Map.of(), Set.of()))
                .link(source);
        List<Observed> next = all.subList(TEACHING, all.size());
        Function<Observed, MoveCost> foretold = seen -> taught.cost(seen.cargo(), link);
        assertThat(SimulatedCopies.timeOff(next, foretold)).isLessThan(0.15);
        assertThat(SimulatedCopies.pauseOff(next, foretold)).isLessThan(0.25);
        assertThat(SimulatedCopies.pauseOff(next, seen -> PreCopyModel.LIBXL.cost(seen.cargo(), link)))
                .isGreaterThan(0.25);
    }

    @Test
    void whatWasGivenUpTeachesNothing() {
        for (Observed seen : SimulatedCopies.read().subList(0, 10)) {
            MigrationFact.Builder fact = started(seen);
            moved(fact.setPhase("ABORTED").setReason("migration-aborted").build());
        }
        assertThat(models()).isEqualTo(PreCopyModels.UNTAUGHT);
    }

    private PreCopyModels models() {
        return experience.read().models();
    }

    private void migrated(Observed seen) {
        MigrationFact.Builder fact = started(seen);
        moved(fact.setPhase("COMPLETED")
                .setCopiedBytes(seen.bytes())
                .setCopyNanos(seen.copy().toNanos())
                .setPauseNanos(seen.pause().toNanos())
                .build());
    }

    /** After its host has told of it. */
    private MigrationFact.Builder started(Observed seen) {
        InstanceId guest = new InstanceId(ids.next());
        clock = clock.plusSeconds(60);
        HostFact report = HostFact.newBuilder()
                .setHeader(header())
                .setHostId(source.toString())
                .setReported(HostReported.newBuilder()
                        .addGuestLoads(GuestLoad.newBuilder()
                                .setInstanceId(guest.toString())
                                .setDirtyBytesPerSecond(seen.cargo().dirtying().bytesPerSecond())
                                .setDiskHeldBytes(seen.cargo().held().orElseThrow())))
                .build();
        transactions.call(session -> loads.reported(session, report));
        MigrationFact.Builder fact = MigrationFact.newBuilder()
                .setHeader(header())
                .setMigrationId(ids.next().toString())
                .setInstanceId(guest.toString())
                .setFromHostId(source.toString())
                .setToHostId(ids.next().toString())
                .setMemoryBytes(seen.cargo().memory().bytes())
                .setDiskBytes(seen.cargo().disk().bytes())
                .setXenVersion(XEN.toString());
        moved(fact.setPhase("STARTED").build());
        return fact;
    }

    private void moved(MigrationFact fact) {
        transactions.call(session -> loads.moved(session, fact));
    }

    private FactHeader header() {
        return FactHeader.newBuilder()
                .setOccurredAt(Timestamp.newBuilder().setSeconds(clock.getEpochSecond()))
                .build();
    }
}
