package org.xenopolis.host.xen.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.Share;
import org.xenopolis.host.driver.DomainName;
import org.xenopolis.host.xen.dom0.BlockDevice;
import org.xenopolis.host.xen.dom0.CpuList;
import org.xenopolis.host.xen.dom0.Vdev;
import org.xenopolis.host.xen.net.CardName;
import org.xenopolis.host.xen.net.InterfaceName;
import org.xenopolis.host.xen.net.Ipv4;

/**
 * A domain's configuration as xl takes it (xl.cfg(5)). Its keys are {@link Key} and no others, each at most once; names are
 * ours ({@code v-<uuid>}); graphics are off by name, since xl's defaults for them have surprised before (XSA-119).
 *
 * @param vcpusMax how far the guest can grow while it runs
 * @param memoryMaxMebibytes the same
 * @param cpus that its vCPUs run on, also those that it gets later
 * @param nativeTsc the host's clock source needs it
 */
public record XlConfig(
        InstanceId instance,
        BootMode boot,
        int vcpus,
        int vcpusMax,
        long memoryMebibytes,
        long memoryMaxMebibytes,
        Share share,
        List<Disk> disks,
        List<Card> cards,
        Optional<CpuList> cpus,
        boolean nativeTsc) {
    public XlConfig {
        disks = List.copyOf(disks);
        cards = List.copyOf(cards);
        if (vcpus < 1 || vcpusMax < vcpus || memoryMebibytes < 1 || memoryMaxMebibytes < memoryMebibytes) {
            throw new IllegalArgumentException("no size: " + vcpus + " vCPUs, " + memoryMebibytes + " MiB");
        }
    }

    /** Every key that is ever written. */
    enum Key {
        NAME,
        UUID,
        TYPE,
        KERNEL,
        RAMDISK,
        CMDLINE,
        VCPUS,
        MAXVCPUS,
        CPUS,
        MEMORY,
        MAXMEM,
        CPU_WEIGHT,
        CAP,
        DISK,
        VIF,
        TSC_MODE,
        ON_POWEROFF,
        ON_REBOOT,
        ON_CRASH,
        ON_WATCHDOG,
        ON_SOFT_RESET,
        VGA,
        VNC,
        SDL,
        SERIAL,
        BOOT
    }

    /** @param script which connects it */
    public record Disk(BlockDevice device, Vdev vdev, boolean writable, String script) {
        String text() {
            return "format=raw,vdev=" + vdev + ",access=" + (writable ? "rw" : "ro") + ",script="
                    + XlText.field(script) + ",target="
                    + XlText.field(device.path());
        }
    }

    /** @param name of the card on the host's side, by which the firewall knows it */
    public record Card(String mac, CardName name, Link link) {
        private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");

        public Card {
            if (!MAC.matcher(mac).matches()) {
                throw new IllegalArgumentException("no card: " + mac);
            }
        }

        String text() {
            String to =
                    switch (link) {
                        case Link.Bridge bridge ->
                            ",bridge=" + XlText.field(bridge.name().value()) + ",script="
                                    + XlText.field(bridge.script());
                        case Link.Route route ->
                            ",ip=" + XlText.field(route.ipv4().value()) + ",script=" + XlText.field(route.script());
                    };
            // Never the device model's card beside it: no rules would hang on that one, and its name would be too long.
            return "mac=" + XlText.field(mac) + ",vifname=" + XlText.field(name.value()) + ",type=vif" + to;
        }
    }

    /** What a card is connected to. */
    public sealed interface Link {
        /** @param script of the host's, never of a tenant's */
        record Bridge(InterfaceName name, String script) implements Link {}

        record Route(Ipv4 ipv4, String script) implements Link {}
    }

    /** The file. */
    public String text() {
        return values().entrySet().stream()
                .map(entry -> entry.getKey().name().toLowerCase(Locale.ROOT) + " = " + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private Map<Key, String> values() {
        Map<Key, String> values = new EnumMap<>(Key.class);
        values.put(Key.NAME, XlText.quote(DomainName.of(instance).value()));
        values.put(Key.UUID, XlText.quote(instance.toString()));
        values.put(Key.VCPUS, Integer.toString(vcpus));
        values.put(Key.MAXVCPUS, Integer.toString(vcpusMax));
        cpus.ifPresent(list -> values.put(Key.CPUS, XlText.quote(list.toString())));
        values.put(Key.MEMORY, Long.toString(memoryMebibytes));
        values.put(Key.MAXMEM, Long.toString(memoryMaxMebibytes));
        values.put(Key.CPU_WEIGHT, Integer.toString(share.weight()));
        values.put(Key.CAP, Integer.toString(share.capPercent()));
        values.put(Key.DISK, list(disks.stream().map(Disk::text).toList()));
        values.put(Key.VIF, list(cards.stream().map(Card::text).toList()));
        // Whatever a guest does, its domain stays with its counters until it is destroyed by command.
        for (Key end : List.of(Key.ON_POWEROFF, Key.ON_REBOOT, Key.ON_CRASH, Key.ON_WATCHDOG, Key.ON_SOFT_RESET)) {
            values.put(end, XlText.quote("preserve"));
        }
        if (nativeTsc) {
            values.put(Key.TSC_MODE, XlText.quote("native"));
        }
        boot(values);
        return values;
    }

    private void boot(Map<Key, String> values) {
        switch (boot) {
            case BootMode.Pv pv -> {
                values.put(Key.TYPE, XlText.quote("pv"));
                kernel(values, pv.kernel());
            }
            case BootMode.Pvh pvh -> {
                values.put(Key.TYPE, XlText.quote("pvh"));
                kernel(values, pvh.kernel());
            }
            case BootMode.Hvm ignored -> {
                values.put(Key.TYPE, XlText.quote("hvm"));
                values.put(Key.BOOT, XlText.quote("c"));
                values.put(Key.SERIAL, XlText.quote("pty"));
                values.put(Key.VGA, XlText.quote("none"));
                values.put(Key.VNC, "0");
                values.put(Key.SDL, "0");
            }
        }
    }

    private static void kernel(Map<Key, String> values, BootMode.Kernel kernel) {
        values.put(Key.KERNEL, XlText.quote(kernel.kernel()));
        if (!kernel.ramdisk().isEmpty()) {
            values.put(Key.RAMDISK, XlText.quote(kernel.ramdisk()));
        }
        if (!kernel.commandLine().isEmpty()) {
            values.put(Key.CMDLINE, XlText.quote(kernel.commandLine()));
        }
    }

    private static String list(List<String> items) {
        List<String> quoted = new ArrayList<>();
        items.forEach(item -> quoted.add(XlText.quote(item)));
        return "[ " + String.join(", ", quoted) + " ]";
    }
}
