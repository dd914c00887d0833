package org.xenopolis.host.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.cluster.CpuModel;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.XenVersion;
import org.xenopolis.contracts.agent.InventoryRequest;
import org.xenopolis.contracts.agent.MigrationPhase;
import org.xenopolis.contracts.agent.MigrationView;
import org.xenopolis.contracts.agent.PrepareReceiveRequest;
import org.xenopolis.contracts.agent.SendMigrationRequest;
import org.xenopolis.contracts.hosts.HostFacts;
import org.xenopolis.host.driver.HostDescription;
import org.xenopolis.host.simulator.SimulatorSettings;

/** A guest only moves to where it can go on, and that is known before anything is copied. */
class CompatibilityTest {
    @TempDir
    Path folder;

    private static HostDescription host(String xen, String vendor, String... features) {
        return new HostDescription(
                "boot",
                0,
                1,
                MemorySize.ofGibibytes(1),
                DiskSize.ofGibibytes(1),
                XenVersion.of(xen),
                new CpuModel(vendor, Set.of(features)),
                1,
                0);
    }

    private static void move(HostDescription from, HostDescription to) {
        Compatibility.require(to, Compatibility.facts(from));
    }

    @Test
    void featuresMayBeMoreAndXenNewer() {
        move(host("4.17.7", "A", "avx"), host("4.17.3", "A", "avx", "avx2"));
        move(host("4.17.7", "A"), host("4.18.0", "A", "avx"));
    }

    @Test
    void butNeverLess() {
        assertThatThrownBy(() -> move(host("4.17.7", "A", "avx", "avx2"), host("4.17.7", "A", "avx")))
                .hasMessageContaining("incompatible-hosts");
        assertThatThrownBy(() -> move(host("4.17.7", "A", "avx"), host("4.17.7", "B", "avx")))
                .hasMessageContaining("incompatible-hosts");
        assertThatThrownBy(() -> move(host("4.18.0", "A"), host("4.17.7", "A")))
                .hasMessageContaining("incompatible-hosts");
        assertThatThrownBy(() -> Compatibility.require(host("4.17.7", "A"), HostFacts.getDefaultInstance()))
                .hasMessageContaining("bad-migration-stream");
    }

    static Stream<SimulatorSettings> lesserHosts() {
        SimulatorSettings usual = SimulatorSettings.of(8, MemorySize.ofGibibytes(16), DiskSize.ofGibibytes(200), 0);
        return Stream.of(
                with(usual, XenVersion.of("4.19.0"), usual.cpu()),
                with(usual, usual.xen(), new CpuModel(usual.cpu().vendor(), Set.of("sse4_2", "aes"))));
    }

    private static SimulatorSettings with(SimulatorSettings usual, XenVersion xen, CpuModel cpu) {
        return new SimulatorSettings(
                usual.physicalCpus(),
                usual.memory(),
                usual.disk(),
                xen,
                cpu,
                usual.linkBytesPerSecond(),
                usual.diskBytesPerSecond(),
                usual.bootMillis(),
                usual.migrationSpeedup(),
                usual.behaviours());
    }

    @ParameterizedTest
    @MethodSource("lesserHosts")
    void theGuestStaysAndNothingIsCopied(SimulatorSettings lesser) {
        try (Site site = new Site(folder)) {
            HostId source = site.addHost();
            HostId target = site.addHost(lesser);
            site.awaitLease(source);
            site.awaitLease(target);
            Client client = new Client(site, source);
            client.create();
            String migration = UUID.randomUUID().toString();
            site.stub(target)
                    .prepareReceive(PrepareReceiveRequest.newBuilder()
                            .setHeader(client.header().toBuilder()
                                    .setEpoch(2)
                                    .setLeaseEpoch(site.scheduler.epoch(target.toString())))
                            .setMigrationId(migration)
                            .setSpec(client.spec)
                            .setSourceHostId(source.toString())
                            .build());

            List<MigrationView> views = new ArrayList<>();
            site.stub(source)
                    .sendMigration(SendMigrationRequest.newBuilder()
                            .setHeader(client.header())
                            .setMigrationId(migration)
                            .setTargetHostId(target.toString())
                            .setTargetAddress(site.address(target))
                            .setNewEpoch(2)
                            .build())
                    .forEachRemaining(views::add);

            assertThat(views.getLast().getPhase()).isEqualTo(MigrationPhase.ABORTED);
            assertThat(views.getLast().getError().getCode()).isEqualTo("incompatible-hosts");
            InventoryRequest there =
                    InventoryRequest.newBuilder().setHostId(target.toString()).build();
            assertThat(site.stub(target).getInventory(there).getDomainsList())
                    .noneMatch(domain -> domain.getHasDisk() || domain.getDomid() != 0);
            InventoryRequest here =
                    InventoryRequest.newBuilder().setHostId(source.toString()).build();
            assertThat(site.stub(source).getInventory(here).getDomainsList())
                    .singleElement()
                    .satisfies(domain -> assertThat(domain.getState()).isEqualTo("RUNNING"));
        }
    }
}
