package org.xenopolis.deploy.xenlab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.xenopolis.deploy.xenlab.core.HostNumber;
import org.xenopolis.deploy.xenlab.core.LabNetwork;

/** This machine's bridges and the hosts' links to them. */
public record Links(LabNetwork network) {
    void make(List<HostNumber> hosts) {
        bridge(network.managementBridge());
        ip("addr", "replace", network.machineWithPrefix(), "dev", network.managementBridge());
        bridge(network.guestBridge());
        for (HostNumber host : hosts) {
            tap(network.managementTap(host), network.managementBridge());
            tap(network.guestTap(host), network.guestBridge());
        }
    }

    void remove() {
        HostNumber.first(HostNumber.MAX).forEach(host -> {
            remove(network.managementTap(host));
            remove(network.guestTap(host));
        });
        remove(network.managementBridge());
        remove(network.guestBridge());
    }

    boolean exist() {
        return isThere(network.managementBridge());
    }

    /** Cuts the host off from services and other agents, or joins it again. */
    public void management(HostNumber host, boolean up) {
        ip("link", "set", network.managementTap(host), up ? "up" : "down");
    }

    /** Cuts the host's guests off from those of other hosts, or joins them again. */
    public void guests(HostNumber host, boolean up) {
        ip("link", "set", network.guestTap(host), up ? "up" : "down");
    }

    private static void bridge(String name) {
        if (!isThere(name)) {
            ip("link", "add", name, "type", "bridge", "mcast_snooping", "0");
        }
        ip("link", "set", name, "up");
    }

    private static void tap(String name, String bridge) {
        if (!isThere(name)) {
            ip("tuntap", "add", "dev", name, "mode", "tap");
        }
        ip("link", "set", name, "master", bridge, "up");
    }

    private static void remove(String name) {
        if (isThere(name)) {
            ip("link", "del", name);
        }
    }

    private static boolean isThere(String name) {
        return Files.exists(Path.of("/sys/class/net", name));
    }

    private static void ip(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Programs.run(command);
    }
}
