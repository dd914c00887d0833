package org.xenopolis.host.xen.net;

import java.util.regex.Pattern;

/** An IPv4 address, written in the one usual way. */
public record Ipv4(String value) {
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern FORM = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

    public Ipv4 {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("no IPv4 address: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
