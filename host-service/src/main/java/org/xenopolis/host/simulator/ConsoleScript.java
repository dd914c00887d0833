package org.xenopolis.host.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.xenopolis.host.driver.ConsoleText;

/** What a simulated guest writes on its console: a function of the guest and of how long it has run. */
final class ConsoleScript {
    private static final int CHUNK_BYTES_MAX = 64 << 10;
    /** Older text is dropped, as xenconsoled's bounded log does. */
    static final int KEPT_BYTES = 256 << 10;

    static final int KEPT_BYTES_SHORT = 512;

    private static final int TICK_DIGITS = 10;
    private static final long TICK_NANOS = 1_000_000_000L;

    private record Line(long atNanos, String text) {}

    private final List<Line> boot;
    private final long bootedNanos;
    private final byte[] bootText;
    private final int tickBytes;
    private final String hostName;
    private final int keptBytes;

    ConsoleScript(SimulatedGuest guest, long bootMillis, int keptBytes) {
        this.keptBytes = keptBytes;
        this.hostName = guest.hostName().isEmpty() ? guest.name().value() : guest.hostName();
        this.boot = bootLines(guest, bootMillis * 2_000_000L);
        this.bootedNanos = boot.getLast().atNanos();
        this.bootText = text(boot, Long.MAX_VALUE);
        this.tickBytes = tick(0).length;
    }

    ConsoleText read(long fromOffset, long ranNanos) {
        long end = endOffset(ranNanos);
        long from = Math.max(Math.clamp(fromOffset, 0, end), end - keptBytes);
        int length = (int) Math.min(CHUNK_BYTES_MAX, end - from);
        byte[] bytes = new byte[length];
        int filled = 0;
        byte[] booted = ranNanos < bootedNanos ? text(boot, ranNanos) : bootText;
        while (filled < length) {
            long at = from + filled;
            byte[] source = at < booted.length ? booted : tick((at - booted.length) / tickBytes);
            int skip = (int) (at < booted.length ? at : (at - booted.length) % tickBytes);
            int part = Math.min(length - filled, source.length - skip);
            System.arraycopy(source, skip, bytes, filled, part);
            filled += part;
        }
        return new ConsoleText(from, bytes);
    }

    private long endOffset(long ranNanos) {
        if (ranNanos < bootedNanos) {
            return text(boot, ranNanos).length;
        }
        return bootText.length + (ranNanos - bootedNanos) / TICK_NANOS * tickBytes;
    }

    private byte[] tick(long number) {
        return ("%s heartbeat %0" + TICK_DIGITS + "d\r\n")
                .formatted(hostName, number)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] text(List<Line> lines, long ranNanos) {
        StringBuilder text = new StringBuilder();
        lines.stream().filter(line -> line.atNanos() <= ranNanos).forEach(line -> text.append(line.text()));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private List<Line> bootLines(SimulatedGuest guest, long bootNanos) {
        List<String> messages = new ArrayList<>(List.of(
                "Linux version 6.1.0-cloud-amd64 (simulated) #1 SMP PREEMPT_DYNAMIC",
                "Command line: root=/dev/xvda1 ro console=hvc0",
                "Hypervisor detected: Xen PVH",
                "Memory: " + (guest.memoryBytes() >> 10) + "K available",
                "smp: Brought up 1 node, " + guest.vcpus() + " CPUs",
                "xen:events: Xen HVM callback vector for event delivery is enabled",
                "blkfront: xvda: flush diskcache: enabled",
                "EXT4-fs (xvda1): mounted filesystem",
                "systemd[1]: Hostname set to <" + hostName + ">.",
                "cloud-init[412]: Cloud-init v. 22.4.2 running 'init'",
                "cloud-init[412]: hostname: " + hostName));
        for (String key : guest.sshKeys()) {
            messages.add("ci-info: authorized key " + fingerprint(key));
        }
        if (!guest.programText().isEmpty()) {
            messages.add(
                    "cloud-init[430]: running user data (" + guest.programText().size() + " bytes)");
        }
        messages.add("cloud-init[431]: Cloud-init v. 22.4.2 finished");
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            long at = bootNanos * i / messages.size();
            lines.add(new Line(at, String.format(Locale.ROOT, "[%12.6f] %s\r\n", at / 1e9, messages.get(i))));
        }
        lines.add(new Line(bootNanos, "\r\n" + hostName + " login: \r\n"));
        return lines;
    }

    /** As ssh-keygen -l prints it. */
    private static String fingerprint(String publicKey) {
        String[] parts = publicKey.strip().split("\\s+", 3);
        try {
            byte[] blob = Base64.getDecoder().decode(parts.length > 1 ? parts[1] : parts[0]);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(blob);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash) + " (" + parts[0] + ")";
        } catch (IllegalArgumentException e) {
            return "(not a key)";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
