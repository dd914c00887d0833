package org.xenopolis.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
    static Stream<Function<String, ? extends Comparable<?>>> ids() {
        return Stream.of(
                HostId::of,
                InstanceId::of,
                TenantId::of,
                ProjectId::of,
                ImageId::of,
                VolumeId::of,
                OperationId::of,
                MigrationId::of,
                PlanId::of);
    }

    @ParameterizedTest
    @MethodSource("ids")
    void readsWhatItWrites(Function<String, ? extends Comparable<?>> of) {
        ClusterGenerator random = ClusterGenerator.seeded(1);
        for (int i = 0; i < 200; i++) {
            String text = random.uuid().toString();
            assertThat(of.apply(text)).hasToString(text).isEqualTo(of.apply(text));
        }
    }

    @ParameterizedTest
    @MethodSource("ids")
    void hasOneTextPerValue(Function<String, ? extends Comparable<?>> of) {
        for (String text : List.of("1-1-1-1-1", "", "7", "0B5C0F6E-2F3B-4B7C-9D3E-000000000001", "x".repeat(36))) {
            assertThatIllegalArgumentException().as(text).isThrownBy(() -> of.apply(text));
        }
    }

    @Test
    void isOrderedAsItsTextIs() {
        ClusterGenerator random = ClusterGenerator.seeded(2);
        List<HostId> ids =
                Stream.generate(() -> new HostId(random.uuid())).limit(500).toList();

        assertThat(ids.stream().sorted().map(HostId::toString))
                .isEqualTo(ids.stream().map(HostId::toString).sorted().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Zone", "1a", "a-", "-a", "a_b", "a.b", "a b", "a\n", "ä"})
    void refusesWhatIsNoZoneName(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ZoneName.of(text));
    }

    @Test
    void takesZoneNamesUpToALabel() {
        assertThat(ZoneName.of("a")).hasToString("a");
        assertThat(ZoneName.of("eu-west-1a")).hasToString("eu-west-1a");
        assertThat(ZoneName.of("a".repeat(63)).value()).hasSize(63);
        assertThatIllegalArgumentException().isThrownBy(() -> ZoneName.of("a".repeat(64)));
    }

    @Test
    void namesBytesByTheirDigest() {
        byte[] sha256 = new byte[32];
        sha256[0] = (byte) 0xab;
        Digest digest = Digest.ofSha256(sha256);

        assertThat(digest).hasToString("sha256:ab" + "0".repeat(62)).isEqualTo(Digest.of(digest.toString()));
        assertThat(digest.bytes()).isEqualTo(sha256);
        assertThat(digest.hex()).hasSize(64);
        for (String text : List.of(digest.hex(), "sha256:AB" + "0".repeat(62), "sha256:ab", "md5:" + "0".repeat(64))) {
            assertThatIllegalArgumentException().as(text).isThrownBy(() -> Digest.of(text));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Digest.ofSha256(new byte[31]));
    }

    @Test
    void keepsGroupsOfTwoTenantsApart() {
        TenantId one = new TenantId(ClusterGenerator.seeded(3).uuid());
        TenantId two = new TenantId(ClusterGenerator.seeded(4).uuid());

        assertThat(new PlacementGroup(one, "web")).isNotEqualTo(new PlacementGroup(two, "web"));
        Constraints ofOne = Constraints.NONE.apart(new PlacementGroup(one, "web"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InstanceSpec(
                        two,
                        Resources.of(1, MemorySize.ofMebibytes(64), DiskSize.ZERO),
                        Digest.ofSha256(new byte[32]),
                        ofOne));
    }

    @Test
    void countsEpochsUpwards() {
        assertThat(Epoch.NONE.next()).isEqualTo(Epoch.FIRST);
        assertThat(Epoch.FIRST.isOlderThan(Epoch.FIRST.next())).isTrue();
        assertThat(Epoch.FIRST.isOlderThan(Epoch.FIRST)).isFalse();
        assertThat(Epoch.of(new Epoch(42).toString())).isEqualTo(new Epoch(42));
        assertThat(Generation.of("7").next()).isEqualTo(new Generation(8));
        assertThatIllegalArgumentException().isThrownBy(() -> new Epoch(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Generation(-1));
        assertThatThrownBy(() -> new Epoch(Long.MAX_VALUE).next()).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void readsXenVersions() {
        assertThat(XenVersion.of("4.17")).isEqualTo(new XenVersion(4, 17, 0));
        assertThat(XenVersion.of("4.17.3")).hasToString("4.17.3");
        assertThat(XenVersion.of("4.17.4-pre")).isEqualTo(new XenVersion(4, 17, 4));
        assertThat(XenVersion.of("4.20-rc.2")).isEqualTo(new XenVersion(4, 20, 0));
        assertThat(XenVersion.of("4.9.0")).isLessThan(XenVersion.of("4.17.0"));
        for (String text : List.of("", "4", "xen", "-4.1", "4.17x", "99999.1")) {
            assertThatIllegalArgumentException().as(text).isThrownBy(() -> XenVersion.of(text));
        }
    }
}
