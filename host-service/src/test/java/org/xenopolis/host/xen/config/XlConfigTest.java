package org.xenopolis.host.xen.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.Share;
import org.xenopolis.host.xen.dom0.BlockDevice;
import org.xenopolis.host.xen.dom0.CpuList;
import org.xenopolis.host.xen.dom0.Vdev;
import org.xenopolis.host.xen.net.CardName;
import org.xenopolis.host.xen.net.InterfaceName;
import org.xenopolis.host.xen.net.Ipv4;

class XlConfigTest {
    private static final InstanceId INSTANCE = InstanceId.of("0190f5fe-7c21-7000-8000-0123456789ab");
    private static final CardName CARD = new CardName("xv0123456789ab");
    private static final XlConfig.Link BRIDGE = new XlConfig.Link.Bridge(new InterfaceName("xenbr0"), "/r/vif");
    private static final List<String> PIECES = List.of(
            "\"",
            "'",
            "\\",
            "\n",
            ";",
            "\r",
            "\0",
            "\t",
            "#",
            ",",
            "=",
            "[",
            "]",
            "\\x",
            "41",
            "\\n",
            "\\\"",
            " ",
            "a",
            "script=/bin/sh",
            "kernel = \"/etc/shadow\"",
            "name = \"7\"",
            "\u007f",
            "\u00e9",
            "\u2028",
            "target=",
            "root=");

    static LongStream seeds() {
        return LongStream.range(0, 400);
    }

    private static XlConfig config(BootMode boot) {
        return new XlConfig(
                INSTANCE,
                boot,
                1,
                2,
                128,
                128,
                new Share(512, 50),
                List.of(
                        new XlConfig.Disk(new BlockDevice("/dev/loop0"), Vdev.ROOT, true, "/r/block"),
                        new XlConfig.Disk(new BlockDevice("/dev/loop1"), Vdev.SEED, false, "/r/block")),
                List.of(new XlConfig.Card("00:16:3e:00:00:01", CARD, BRIDGE)),
                Optional.of(CpuList.of("2-3,7")),
                true);
    }

    private static BootMode pvh(String commandLine) {
        return new BootMode.Pvh(new BootMode.Kernel("/srv/kernel", "/srv/ramdisk", commandLine));
    }

    @Test
    void aGuestLooksLikeThis() {
        assertThat(config(pvh("root=/dev/xvda console=hvc0 say=\"a\\b\"")).text())
                .isEqualTo("""
                name = "v-0190f5fe-7c21-7000-8000-0123456789ab"
                uuid = "0190f5fe-7c21-7000-8000-0123456789ab"
                type = "pvh"
                kernel = "/srv/kernel"
                ramdisk = "/srv/ramdisk"
                cmdline = "root=/dev/xvda console=hvc0 say=\\"a\\\\b\\""
                vcpus = 1
                maxvcpus = 2
                cpus = "2-3,7"
                memory = 128
                maxmem = 128
                cpu_weight = 512
                cap = 50
                disk = [ "format=raw,vdev=xvda,access=rw,script=/r/block,target=/dev/loop0", "format=raw,vdev=xvdz,access=ro,script=/r/block,target=/dev/loop1" ]
                vif = [ "mac=00:16:3e:00:00:01,vifname=xv0123456789ab,type=vif,bridge=xenbr0,script=/r/vif" ]
                tsc_mode = "native"
                on_poweroff = "preserve"
                on_reboot = "preserve"
                on_crash = "preserve"
                on_watchdog = "preserve"
                on_soft_reset = "preserve"
                """);
    }

    @Test
    void graphicsAreOffByName() {
        assertThat(XlReader.read(config(new BootMode.Hvm()).text()))
                .containsEntry("vnc", "0")
                .containsEntry("sdl", "0")
                .containsEntry("vga", "none");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noTextOfOthersAddsOrChangesAKey(long seed) {
        String hostile = hostile(new SplittableRandom(seed));
        Map<String, Object> expected = XlReader.read(config(pvh("plain")).text());

        String text;
        try {
            text = config(pvh(hostile)).text();
        } catch (IllegalArgumentException refused) {
            // Refusing is always safe; but only what has no place in a line is refused.
            assertThat(hostile.chars().anyMatch(c -> c < ' ' || c > '~')).isTrue();
            return;
        }

        Map<String, Object> read = XlReader.read(text);
        if (hostile.isEmpty()) {
            expected.remove("cmdline");
        } else {
            expected.put("cmdline", hostile);
        }
        assertThat(read).isEqualTo(expected);
    }

    private static String hostile(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int pieces = random.nextInt(8);
        // Every other one without what is refused anyway, or nothing would be left to read.
        boolean printable = random.nextBoolean();
        for (int i = 0; i < pieces; i++) {
            String piece = PIECES.get(random.nextInt(PIECES.size()));
            if (!printable || piece.chars().allMatch(c -> c >= ' ' && c <= '~')) {
                text.append(piece);
            }
        }
        return text.toString();
    }

    @Test
    void fieldsOfDisksHoldNoComma() {
        assertThatThrownBy(() -> XlText.field("/dev/loop0,script=x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BlockDevice("/dev/loop0,script=x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new InterfaceName("xenbr0,script=x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRoutedCardHasAnAddressAndAScriptOfTheHost() {
        XlConfig.Link route = new XlConfig.Link.Route(new Ipv4("10.5.0.7"), "/r/vif-routed");
        assertThat(new XlConfig.Card("00:16:3e:00:00:01", CARD, route).text())
                .isEqualTo("mac=00:16:3e:00:00:01,vifname=xv0123456789ab,type=vif,ip=10.5.0.7,script=/r/vif-routed");
    }
}
