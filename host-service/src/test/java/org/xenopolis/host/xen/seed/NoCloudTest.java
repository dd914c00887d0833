package org.xenopolis.host.xen.seed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.Share;
import org.xenopolis.cluster.VcpuCount;
import org.xenopolis.host.driver.DomainConfig;
import org.xenopolis.host.xen.net.InterfaceName;
import org.xenopolis.host.xen.net.Ipv4;
import org.xenopolis.host.xen.net.Network;

class NoCloudTest {
    private static final int SECTOR = 2_048;
    private static final Network NETWORK = new Network(
            new Network.Kind.Bridge(new InterfaceName("xenbr0")),
            24,
            Optional.of(new Ipv4("10.0.0.1")),
            List.of(new Ipv4("9.9.9.9"), new Ipv4("10.0.0.1")));

    private static DomainConfig config(byte[] userData, String key) {
        return new DomainConfig(
                InstanceId.of("0190f5fe-7c21-7000-8000-0123456789ab"),
                Epoch.FIRST,
                VcpuCount.of(1),
                MemorySize.ofMebibytes(64),
                Share.DEFAULT,
                List.of(new DomainConfig.Nic("net", "00:16:3e:00:00:01", "10.0.0.5", List.of())),
                List.of(),
                new DomainConfig.Seed("agora", List.of(key), userData),
                false);
    }

    /** The files of the folder at a descriptor, as a guest reads them. */
    private static Map<String, byte[]> files(byte[] disk, int descriptor, boolean joliet) {
        ByteBuffer image = ByteBuffer.wrap(disk).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new String(disk, descriptor * SECTOR + 1, 5, StandardCharsets.US_ASCII))
                .isEqualTo("CD001");
        int at = image.getInt(descriptor * SECTOR + 156 + 2) * SECTOR;
        Map<String, byte[]> files = new LinkedHashMap<>();
        while (disk[at] != 0) {
            int from = image.getInt(at + 2) * SECTOR;
            int length = image.getInt(at + 10);
            byte[] name = Arrays.copyOfRange(disk, at + 33, at + 33 + disk[at + 32]);
            if ((disk[at + 25] & 2) == 0) {
                files.put(
                        new String(name, joliet ? StandardCharsets.UTF_16BE : StandardCharsets.US_ASCII),
                        Arrays.copyOfRange(disk, from, from + length));
            }
            at += disk[at];
        }
        return files;
    }

    @Test
    void theGuestFindsItsFilesByName() {
        byte[] disk =
                NoCloud.disk(config("#!/bin/sh\n".getBytes(StandardCharsets.UTF_8), "ssh-ed25519 AAAA me"), NETWORK);
        assertThat(disk.length % SECTOR).isZero();
        assertThat(files(disk, 17, true)).containsOnlyKeys("meta-data", "network-config", "user-data", "vendor-data");
        assertThat(files(disk, 16, false))
                .containsOnlyKeys("META_DATA.;1", "NETWORK_CONFIG.;1", "USER_DATA.;1", "VENDOR_DATA.;1");
        assertThat(new String(disk, 16 * SECTOR + 40, 6, StandardCharsets.US_ASCII))
                .isEqualTo("CIDATA");
    }

    @Test
    void whatATenantSaysChangesNothingOfOurs() {
        byte[] tenants = "#cloud-config\nhostname: other\n\"}\n".getBytes(StandardCharsets.UTF_8);
        Map<String, byte[]> files = files(NoCloud.disk(config(tenants, "k\"]}\n\u00e9"), NETWORK), 17, true);
        assertThat(files.get("user-data")).isEqualTo(tenants);
        assertThat(new String(files.get("meta-data"), StandardCharsets.US_ASCII))
                .isEqualTo("{\"instance-id\": \"0190f5fe-7c21-7000-8000-0123456789ab\", \"local-hostname\": \"agora\","
                        + " \"public-keys\": [\"k\\\"]}\\u000a\\u00e9\"]}\n");
        assertThat(new String(files.get("network-config"), StandardCharsets.US_ASCII))
                .isEqualTo(
                        "{\"version\": 2, \"ethernets\": {\"card0\": {\"match\": {\"macaddress\": \"00:16:3e:00:00:01\"},"
                                + " \"addresses\": [\"10.0.0.5/24\"], \"routes\": [{\"to\": \"0.0.0.0/0\", \"via\": \"10.0.0.1\"}],"
                                + " \"nameservers\": {\"addresses\": [\"9.9.9.9\", \"10.0.0.1\"]}}}}\n");
    }

    @Test
    void theSameSeedIsTheSameBytes() {
        assertThat(NoCloud.disk(config(new byte[70], "k"), NETWORK))
                .isEqualTo(NoCloud.disk(config(new byte[70], "k"), NETWORK));
    }
}
