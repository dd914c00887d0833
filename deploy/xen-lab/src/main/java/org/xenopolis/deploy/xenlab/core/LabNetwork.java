package org.xenopolis.deploy.xenlab.core;

/**
 * The names and addresses of one lab. Labs of different octets do not see each other.
 *
 * @param octet the second number of the management network 10.octet.0.0/24
 */
public record LabNetwork(int octet) {
    public static final int DEFAULT_OCTET = 77;

    private static final int OCTET_MAX = 254;
    private static final int FIRST_HOST = 10;

    public LabNetwork {
        if (octet < 1 || octet > OCTET_MAX) {
            throw new IllegalArgumentException("the network is " + octet + ", it has to be from 1 to " + OCTET_MAX);
        }
    }

    /** This machine's address, the same for its services and for every host. */
    public String machine() {
        return address(1);
    }

    public String machineWithPrefix() {
        return withPrefix(machine());
    }

    public String address(HostNumber host) {
        return address(FIRST_HOST + host.value());
    }

    public String withPrefix(String address) {
        return address + "/24";
    }

    /** The machine's bridge among agents and services. */
    public String managementBridge() {
        return "xl" + octet + "m";
    }

    /** The machine's bridge that joins the guests' bridges of all hosts. */
    public String guestBridge() {
        return "xl" + octet + "g";
    }

    /** The machine's end of the host's link to agents and services; taking it down cuts the host off. */
    public String managementTap(HostNumber host) {
        return managementBridge() + host.value();
    }

    /** The machine's end of the host's link for guests. */
    public String guestTap(HostNumber host) {
        return guestBridge() + host.value();
    }

    public String managementMac(HostNumber host) {
        return mac(0, host);
    }

    public String guestMac(HostNumber host) {
        return mac(1, host);
    }

    private String mac(int card, HostNumber host) {
        return String.format("52:54:00:%02x:%02x:%02x", octet, card, host.value());
    }

    private String address(int last) {
        return "10." + octet + ".0." + last;
    }
}
