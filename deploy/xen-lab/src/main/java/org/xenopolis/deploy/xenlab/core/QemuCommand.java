package org.xenopolis.deploy.xenlab.core;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command that boots one Xen host.
 *
 * @param image the folder with xen and vmlinuz
 * @param host the host's own folder
 */
public record QemuCommand(HostNumber number, LabSettings settings, Path image, HostFiles host) {
    /** Plain software emulation: /dev/kvm, where there is one, may still not run Xen. */
    private static final List<String> MACHINE =
            List.of("-accel", "tcg,thread=multi", "-cpu", Processor.MODEL, "-smp", "1");

    /** Memory that QEMU gives is zero already. */
    private static final String XEN = "console=com1 com1=115200 bootscrub=0 noreboot " + Processor.XEN;

    private static final String DOM0 = "console=hvc0 root=/dev/vda rw net.ifnames=0";

    public List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("qemu-system-x86_64", "-name", number.title()));
        arguments.addAll(MACHINE);
        arguments.addAll(List.of("-m", String.valueOf(settings.memoryMebibytes())));
        arguments.addAll(List.of("-display", "none", "-nodefaults", "-daemonize"));
        arguments.addAll(pidFile(host.pid()));
        arguments.addAll(List.of("-D", host.qemuLog().toString()));
        arguments.addAll(List.of("-serial", "file:" + escaped(host.serialLog())));
        // Time is this machine's: dom0 starts with it, and counts on while the host is frozen.
        arguments.addAll(List.of("-rtc", "base=utc,clock=host", "-device", "virtio-rng-pci"));
        arguments.addAll(List.of("-kernel", image.resolve("xen").toString(), "-append", xen()));
        arguments.addAll(List.of(
                "-initrd", escaped(image.resolve("vmlinuz")) + " " + DOM0 + "," + escaped(host.initialRamDisk())));
        arguments.addAll(disk("dom0", host.dom0Disk()));
        arguments.addAll(disk("guests", host.guestDisk()));
        LabNetwork network = settings.network();
        arguments.addAll(card("management", network.managementTap(number), network.managementMac(number)));
        arguments.addAll(card("guest", network.guestTap(number), network.guestMac(number)));
        return arguments;
    }

    /** What a running QEMU of that pid file has among its arguments, whoever else has its process id. */
    public static List<String> pidFile(Path file) {
        return List.of("-pidfile", file.toString());
    }

    private static String xen() {
        int dom0 = LabSettings.DOM0_MEBIBYTES;
        return XEN + " dom0_mem=" + dom0 + "M,max:" + dom0 + "M";
    }

    private static List<String> disk(String id, Path file) {
        // What the machine's power loss would do to it does not matter: a lab is made anew.
        String drive = "if=none,id=" + id + ",format=qcow2,cache=unsafe,discard=unmap,file=" + escaped(file);
        return List.of("-drive", drive, "-device", "virtio-blk-pci,drive=" + id);
    }

    private static List<String> card(String id, String tap, String mac) {
        return List.of(
                "-netdev", "tap,id=" + id + ",ifname=" + tap + ",script=no,downscript=no",
                "-device", "virtio-net-pci,netdev=" + id + ",mac=" + mac);
    }

    /** A comma ends an option, two are one. */
    private static String escaped(Path path) {
        return path.toString().replace(",", ",,");
    }
}
