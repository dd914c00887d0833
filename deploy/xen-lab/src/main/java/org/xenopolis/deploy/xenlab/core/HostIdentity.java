package org.xenopolis.deploy.xenlab.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xenopolis.deploy.xenlab.core.CpioArchive.Entry;

/**
 * What makes a host itself: everything else is the same on all of them.
 *
 * @param machineId 32 hexadecimal digits, of which the guests' bridge gets its MAC address
 * @param hostKey what the host proves itself with to ssh
 * @param peerKey what hosts log in to each other with, as {@code xl migrate} does
 * @param authorizedKeys who may log in as root, one line each
 */
public record HostIdentity(
        HostNumber number,
        LabSettings settings,
        String machineId,
        String hostKey,
        String peerKey,
        List<String> authorizedKeys) {
    /** The folder of an initramfs from which dom0's start copies these files. */
    private static final String FOLDER = "identity/";

    private static final int OPEN = 0644;
    private static final int SECRET = 0600;

    public byte[] archive() {
        Map<String, Entry> files = new LinkedHashMap<>();
        put(files, "etc/hostname", OPEN, number.title());
        put(files, "etc/machine-id", OPEN, machineId);
        put(files, "etc/hosts", OPEN, hosts());
        put(files, "etc/systemd/network/10-eth0.network", OPEN, network());
        put(files, "etc/ssh/ssh_host_ed25519_key", SECRET, hostKey);
        put(files, "root/.ssh/id_ed25519", SECRET, peerKey);
        put(files, "root/.ssh/authorized_keys", SECRET, String.join("\n", authorizedKeys));
        put(files, "root/.ssh/config", SECRET, "StrictHostKeyChecking accept-new");
        return CpioArchive.of(files);
    }

    private static void put(Map<String, Entry> files, String path, int mode, String text) {
        files.put(FOLDER + path, Entry.of(mode, text.strip() + "\n"));
    }

    private String hosts() {
        StringBuilder lines = new StringBuilder("127.0.0.1 localhost\n");
        lines.append(settings.network().machine()).append(" machine\n");
        for (HostNumber host : settings.numbers()) {
            lines.append(settings.network().address(host))
                    .append(' ')
                    .append(host.title())
                    .append('\n');
        }
        return lines.toString();
    }

    private String network() {
        LabNetwork network = settings.network();
        return """
                [Match]
                Name=eth0

                [Network]
                Address=%s
                Gateway=%s
                LinkLocalAddressing=no
                IPv6AcceptRA=no
                """.formatted(network.withPrefix(network.address(number)), network.machine());
    }

    /** Leaves the keys out. */
    @Override
    public String toString() {
        return "HostIdentity[" + number.title() + ", " + machineId + "]";
    }
}
