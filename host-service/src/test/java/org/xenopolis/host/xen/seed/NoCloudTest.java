package org.xenopolis.host.xen.seed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.Share;
import org.xenopolis.cluster.VcpuCount;
import org.xenopolis.host.driver.DomainConfig;

class NoCloudTest {
    private static final int SECTOR = 2_048;

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
        byte[] disk = NoCloud.disk(config("#!/bin/sh\n".getBytes(StandardCharsets.UTF_8), "ssh-ed25519 AAAA me"), 24);
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
        Map<String, byte[]> files = files(NoCloud.disk(config(tenants, "k\"]}\n\u00e9"), 24), 17, true);
        assertThat(files.get("user-data")).isEqualTo(tenants);
        assertThat(new String(files.get("meta-data"), StandardCharsets.US_ASCII))
                .isEqualTo("{\"instance-id\": \"0190f5fe-7c21-7000-8000-0123456789ab\", \"local-hostname\": \"agora\","
                        + " \"public-keys\": [\"k\\\"]}\\u000a\\u00e9\"]}\n");
        assertThat(new String(files.get("network-config"), StandardCharsets.US_ASCII))
                .contains("\"macaddress\": \"00:16:3e:00:00:01\"", "\"10.0.0.5/24\"");
    }

    @Test
    void theSameSeedIsTheSameBytes() {
        assertThat(NoCloud.disk(config(new byte[70], "k"), 24)).isEqualTo(NoCloud.disk(config(new byte[70], "k"), 24));
    }
}
