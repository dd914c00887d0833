package org.xenopolis.host.xen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.VcpuCount;
import org.xenopolis.cluster.VolumeId;
import org.xenopolis.cluster.XenVersion;
import org.xenopolis.host.core.Counters;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.xen.dom0.CpuList;
import org.xenopolis.host.xen.dom0.Dom0Exception;
import org.xenopolis.host.xen.dom0.Vdev;

class LookTest {
    private static final String ID = "0190f5fe-7c21-7000-8000-0123456789ab";

    @TempDir
    Path folder;

    private static List<String> recorded(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(LookTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static String domain(String flags, int reason, long cpuNanos, String label) {
        return "domain\t3\t" + flags + "\t" + reason + "\t" + cpuNanos + "\t131136\t132096\t131072\t1\t2\t" + label;
    }

    private static List<String> look(long now, String... lines) {
        List<String> look = new ArrayList<>(List.of("now\t" + now));
        look.addAll(List.of(lines));
        return look;
    }

    private Sightings sightings() {
        return new Sightings(new StateFile(folder, "sightings", "boot"));
    }

    @Test
    void aRealHostsFactsAreRead() throws IOException {
        HostFacts facts = HostFacts.of(recorded("facts.txt"));
        assertThat(facts.xen()).isEqualTo(new XenVersion(4, 17, 7));
        assertThat(facts.physicalCpus()).isEqualTo(1);
        assertThat(facts.cpu().vendor()).isEqualTo("AuthenticAMD");
        assertThat(facts.cpu().features()).contains("avx2");
        assertThat(facts.hardware()).isTrue();
        assertThat(facts.summary())
                .isEqualTo("Xen 4.17.7, scheduler credit2, 1 CPUs, 1 NUMA nodes (2047 MiB), domain 3 uses most of its"
                        + " xenstore quota, 40 of 1000 nodes");
        facts.require(Optional.of(CpuList.of("0")));
        assertThatThrownBy(() -> facts.require(Optional.of(CpuList.of("0-1"))))
                .hasMessageContaining("xeno.xl.cpus.guests");
        assertThatThrownBy(() -> HostFacts.of(recorded("facts.txt").stream()
                                .map(line -> line.equals("claims\tyes") ? "claims\tno" : line)
                                .toList())
                        .require(Optional.empty()))
                .hasMessageContaining("claim_mode");
        assertThat(facts.memory()).isBetween(MemorySize.ofMebibytes(1_000), MemorySize.ofMebibytes(1_151));
        assertThat(facts.abilities(false).pvhGrub()).isTrue();
    }

    @Test
    void aRealHostsDomainsAreRead() throws IOException {
        Domain domain = sightings().domains(Look.of(recorded("look.txt"))).getFirst();
        assertThat(domain.memory()).isEqualTo(MemorySize.ofMebibytes(128));
        assertThat(domain.vcpus()).isEqualTo(VcpuCount.of(2));
        assertThat(domain.reading().state()).isEqualTo(DomainState.RUNNING);
        assertThat(domain.reading().counters().cpuNanos()).isEqualTo(2_610_042_185L);
        assertThat(domain.name().instance()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "-,255,5,'',RUNNING",
        "p,255,0,'',BUILDING",
        "p,255,5,'',PAUSED",
        "p,255,0,--incoming,INCOMING",
        "-,255,5,--incoming,RUNNING",
        "s,2,5,'',SUSPENDED",
        "s,2,5,--migratedaway,MIGRATED_AWAY",
        "s,0,5,--migratedaway,SHUTDOWN",
        "s,0,5,'',SHUTDOWN",
        "s,1,5,'',SHUTDOWN",
        "s,3,5,'',CRASHED",
        "ds,0,5,'',DYING"
    })
    void domainsAreNamedForWhatTheyAre(String flags, int reason, long cpu, String suffix, DomainState state) {
        Domain domain = sightings()
                .domains(Look.of(look(1, domain(flags, reason, cpu, "v-" + ID + suffix))))
                .getFirst();
        assertThat(domain.reading().state()).isEqualTo(state);
        assertThat(domain.name().instance()).contains(InstanceId.of(ID));
        assertThat(domain.wantsReboot()).isEqualTo(reason == 1);
    }

    @Test
    void aPausedGuestWithSavedMemoryIsSuspended() {
        Look look = Look.of(look(1, domain("p", 255, 5, "v-" + ID), "instance\t" + ID + "\t1024\t512\tsaved"));
        assertThat(sightings().domains(look).getFirst().reading().state()).isEqualTo(DomainState.SUSPENDED);
    }

    @Test
    void strangersAreShownAndAreNotOurs() {
        Look look = Look.of(look(1, domain("-", 255, 5, "7"), domain("d", 0, 5, "(null)")));
        assertThat(sightings().domains(look))
                .allMatch(domain -> domain.name().instance().isEmpty());
    }

    @Test
    void sinceWhenSurvivesTheAgentAndWhatStandsStillUsesNothing() {
        sightings().domains(Look.of(look(10, domain("-", 255, 5, "v-" + ID), "card\t3\t0\t100\t7")));
        Domain paused = sightings()
                .domains(Look.of(look(20, domain("p", 255, 9, "v-" + ID), "card\t3\t0\t100\t7")))
                .getFirst();
        Domain later = sightings()
                .domains(Look.of(look(30, domain("p", 255, 9, "v-" + ID), "card\t3\t0\t900\t7")))
                .getFirst();
        assertThat(paused.reading().counters()).isEqualTo(new Counters(9, 0, 0, 0, 100, 7));
        assertThat(later.reading().counters()).isEqualTo(paused.reading().counters());
        assertThat(later.reading().sinceNanos()).isEqualTo(20);
        assertThat(later.reading().atNanos()).isEqualTo(30);
    }

    @Test
    void aNumberThatIsUsedAgainIsAnotherDomain() {
        Sightings sightings = sightings();
        sightings.domains(Look.of(look(10, domain("s", 2, 5, "v-" + ID))));
        sightings.halted(3);
        String other = "v-" + ID.replace('a', 'c');
        assertThat(sightings
                        .domains(Look.of(look(20, domain("s", 2, 5, other))))
                        .getFirst()
                        .reading()
                        .state())
                .isEqualTo(DomainState.SUSPENDED);
    }

    @Test
    void whatATakenDeviceCountedStaysCounted() {
        Sightings sightings = sightings();
        Look.Device device = new Look.Device(3, Vdev.ROOT.number());
        Look with = Look.of(look(10, domain("-", 255, 5, "v-" + ID), "disk\t3\t51712\t2\t4\t1\t1"));
        sightings.domains(with);
        sightings.taken(3, Objects.requireNonNull(with.disks().get(device)));
        Domain without = sightings()
                .domains(Look.of(look(20, domain("-", 255, 6, "v-" + ID))))
                .getFirst();
        assertThat(without.reading().counters()).isEqualTo(new Counters(6, 1_024, 2_048, 2, 0, 0));
    }

    @Test
    void volumesAndTheirOwnersAreRead() {
        Look look =
                Look.of(look(1, "volume\t" + ID + "\t512\t256\t" + ID + "\txvdc", "instance\t" + ID + "\t-1\t0\t-"));
        assertThat(Objects.requireNonNull(look.volumes().get(VolumeId.of(ID))).owner())
                .contains(new Look.Owner(InstanceId.of(ID), new Vdev('c')));
        assertThat(look.hasDisk(InstanceId.of(ID))).isFalse();
        assertThat(look.heldBytes(InstanceId.of(ID))).isEqualTo(256);
    }

    @Test
    void aPartOfTheTruthIsNoTruth() {
        assertThatThrownBy(() -> Look.of(List.of())).isInstanceOf(Dom0Exception.class);
        assertThatThrownBy(() -> Look.of(look(1, "domain\t3"))).isInstanceOf(Dom0Exception.class);
        assertThatThrownBy(() -> Look.of(look(1, "new\t3"))).isInstanceOf(Dom0Exception.class);
    }

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noReadingIsNewerThanNowAndNowNeverGoesBack(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        AtomicLong here = new AtomicLong();
        HostClock clock = new HostClock(here::get);
        long there = random.nextLong(1_000_000);
        double drift = 1 + (random.nextDouble() - 0.5) / 1_000;
        long before = Long.MIN_VALUE;
        for (int i = 0; i < 200; i++) {
            long asked = here.get();
            long way = random.nextLong(5_000);
            here.addAndGet(way);
            long reading = there + (long) (here.get() * drift);
            here.addAndGet(random.nextLong(5_000));
            clock.learn(asked, reading, here.get());
            assertThat(clock.nowNanos()).isGreaterThanOrEqualTo(reading).isGreaterThanOrEqualTo(before);
            before = clock.nowNanos();
            here.addAndGet(random.nextLong(1_000_000));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void blocksCarryEveryByte(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] disk = new byte[random.nextInt(3 << 20)];
        for (int i = 0; i < 4 && disk.length > 0; i++) {
            disk[random.nextInt(disk.length)] = (byte) random.nextInt();
        }
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        BlockFrames.write(new ByteArrayInputStream(disk), frames);
        assertThat(frames.size()).isLessThan(5 << 18);
        InputStream read = BlockFrames.read(new ByteArrayInputStream(frames.toByteArray()));
        assertThat(read.readAllBytes()).isEqualTo(disk);
    }
}
