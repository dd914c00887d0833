package org.xenopolis.gateway.core;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An IPv4 network in CIDR form. The first host address is the gateway's; the first and last of all are nobody's. */
public record Ipv4Network(long base, int prefix) {
    private static final Pattern CIDR = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

    /** Offsets into the network: 0 is the network itself, 1 the gateway. */
    public static final int FIRST_OFFSET = 2;

    private static final int PREFIX_MIN = 16;
    private static final int PREFIX_MAX = 29;

    public Ipv4Network {
        if (prefix < 0 || prefix > 32 || base < 0 || base >= 1L << 32) {
            throw new IllegalArgumentException("not an IPv4 network");
        }
        if ((base & (size(prefix) - 1)) != 0) {
            throw new IllegalArgumentException("address bits are set after the prefix");
        }
    }

    /** @throws IllegalArgumentException unless it is a.b.c.d/n with nothing set after the prefix */
    public static Ipv4Network parse(String cidr) {
        Matcher matcher = CIDR.matcher(cidr);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not of the form a.b.c.d/n");
        }
        long base = 0;
        for (int i = 1; i <= 4; i++) {
            int octet = Integer.parseInt(matcher.group(i));
            if (octet > 255 || !matcher.group(i).equals(Integer.toString(octet))) {
                throw new IllegalArgumentException("not an IPv4 address");
            }
            base = base << 8 | octet;
        }
        return new Ipv4Network(base, Integer.parseInt(matcher.group(5)));
    }

    /** A tenant's network: private addresses (RFC 1918), /16 to /29. */
    public static Ipv4Network parsePrivate(String cidr) {
        Ipv4Network network = parse(cidr);
        if (network.prefix < PREFIX_MIN || network.prefix > PREFIX_MAX) {
            throw new IllegalArgumentException("the prefix must be /16 to /29");
        }
        boolean isPrivate = network.base >>> 24 == 10
                || network.base >>> 20 == (172 << 4 | 1)
                || network.base >>> 16 == (192 << 8 | 168);
        if (!isPrivate) {
            throw new IllegalArgumentException("only 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16 are for tenants");
        }
        return network;
    }

    /** The highest offset that an instance may have. */
    public int lastOffset() {
        return (int) (size(prefix) - 2);
    }

    /** @throws IllegalArgumentException outside 1..{@link #lastOffset} */
    public String address(int offset) {
        if (offset < 1 || offset > lastOffset()) {
            throw new IllegalArgumentException("no host address: " + offset);
        }
        return dotted(base + offset);
    }

    public String gateway() {
        return address(1);
    }

    @Override
    public String toString() {
        return dotted(base) + "/" + prefix;
    }

    private static long size(int prefix) {
        return 1L << (32 - prefix);
    }

    private static String dotted(long address) {
        return (address >>> 24 & 255) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "."
                + (address & 255);
    }
}
