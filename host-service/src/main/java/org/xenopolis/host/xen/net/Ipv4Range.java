package org.xenopolis.host.xen.net;

/** A range of IPv4 addresses: those that share their first bits with one. */
public record Ipv4Range(Ipv4 address, int prefix) {
    public static final int PREFIX_MAX = 32;
    public static final Ipv4Range ALL = new Ipv4Range(new Ipv4("0.0.0.0"), 0);

    public Ipv4Range {
        if (prefix < 0 || prefix > PREFIX_MAX) {
            throw new IllegalArgumentException("a prefix of " + prefix + " bits");
        }
    }

    /** Reads {@code 10.0.0.0/8}; {@code 10.0.0.1} is that one, and nothing is all. */
    public static Ipv4Range of(String text) {
        if (text.isEmpty()) {
            return ALL;
        }
        int slash = text.indexOf('/');
        if (slash < 0) {
            return new Ipv4Range(new Ipv4(text), PREFIX_MAX);
        }
        String prefix = text.substring(slash + 1);
        if (!prefix.matches("\\d|[1-3]\\d")) {
            throw new IllegalArgumentException("no range: " + text);
        }
        return new Ipv4Range(new Ipv4(text.substring(0, slash)), Integer.parseInt(prefix));
    }

    @Override
    public String toString() {
        return address + "/" + prefix;
    }
}
