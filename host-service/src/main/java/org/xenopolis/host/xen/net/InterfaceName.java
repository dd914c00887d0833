package org.xenopolis.host.xen.net;

import java.util.regex.Pattern;

/** The name of one of a host's network interfaces. */
public record InterfaceName(String value) {
    private static final Pattern FORM = Pattern.compile("[a-zA-Z][a-zA-Z0-9._-]{0,14}");

    public InterfaceName {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("no network interface: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
