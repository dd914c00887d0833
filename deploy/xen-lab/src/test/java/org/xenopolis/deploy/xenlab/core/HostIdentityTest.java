package org.xenopolis.deploy.xenlab.core;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostIdentityTest {
    private static final int HEADER = 110;
    private static final LabSettings SETTINGS = new LabSettings(2, 2048, new LabNetwork(77), "abc");

    /** One entry as the kernel reads it. */
    private record Read(int mode, String content) {}

    @Test
    void holdsWhatMakesAHostItself() {
        Map<String, Read> files = read(identity(2).archive());

        assertThat(entry(files, "identity/etc/hostname").content()).isEqualTo("xen2\n");
        assertThat(entry(files, "identity/etc/machine-id").content()).isEqualTo("0123\n");
        assertThat(entry(files, "identity/etc/systemd/network/10-eth0.network").content())
                .contains("Address=10.77.0.12/24");
        assertThat(entry(files, "identity/etc/hosts").content())
                .contains("10.77.0.11 xen1\n", "10.77.0.12 xen2\n", "10.77.0.1 machine\n");
        assertThat(entry(files, "identity/root/.ssh/authorized_keys").content()).isEqualTo("mine\npeer\n");
    }

    @Test
    void secretsAreForTheirOwnerOnly() {
        Map<String, Read> files = read(identity(1).archive());

        assertThat(entry(files, "identity/etc/ssh/ssh_host_ed25519_key").mode()).isEqualTo(0100600);
        assertThat(entry(files, "identity/root/.ssh/id_ed25519").mode()).isEqualTo(0100600);
        assertThat(entry(files, "identity/root").mode()).isEqualTo(0040700);
        assertThat(entry(files, "identity/root/.ssh").mode()).isEqualTo(0040700);
        assertThat(entry(files, "identity/etc").mode()).isEqualTo(0040755);
        assertThat(identity(1).toString()).doesNotContain("secret");
    }

    @Test
    void foldersComeBeforeWhatIsInThem() {
        List<String> names = List.copyOf(read(identity(1).archive()).keySet());

        assertThat(names).doesNotHaveDuplicates();
        for (String name : names) {
            int slash = name.lastIndexOf('/');
            if (slash >= 0) {
                assertThat(names.indexOf(name.substring(0, slash)))
                        .isNotNegative()
                        .isLessThan(names.indexOf(name));
            }
        }
    }

    private static Read entry(Map<String, Read> files, String name) {
        return Optional.ofNullable(files.get(name)).orElseThrow();
    }

    private static HostIdentity identity(int number) {
        return new HostIdentity(
                new HostNumber(number), SETTINGS, "0123", "host secret", "peer secret", List.of("mine", "peer"));
    }

    private static Map<String, Read> read(byte[] archive) {
        Map<String, Read> files = new LinkedHashMap<>();
        int at = 0;
        while (true) {
            String header = new String(archive, at, HEADER, ISO_8859_1);
            assertThat(header).startsWith("070701");
            int mode = field(header, 1);
            int size = field(header, 6);
            int nameSize = field(header, 11);
            String name = new String(archive, at + HEADER, nameSize - 1, ISO_8859_1);
            at = aligned(at + HEADER + nameSize);
            if ("TRAILER!!!".equals(name)) {
                assertThat(at).isEqualTo(archive.length);
                return files;
            }
            files.put(name, new Read(mode, new String(archive, at, size, ISO_8859_1)));
            at = aligned(at + size);
        }
    }

    private static int field(String header, int number) {
        int digits = 8;
        int start = 6 + number * digits;
        return Integer.parseInt(header.substring(start, start + digits), 16);
    }

    private static int aligned(int at) {
        return (at + 3) / 4 * 4;
    }
}
