package org.xenopolis.host.xen;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.xenopolis.cluster.HostId;
import org.xenopolis.host.xen.net.Ipv4;

/**
 * Where a host has a guest ready to be taken.
 *
 * @param token which the taker shows: 64 hexadecimal digits, good for this guest only
 */
record Offer(HostId host, Ipv4 address, int port, String token) {
    private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{64}");
    private static final int WORDS = 4;
    private static final int PORT_MAX = 65_535;

    Offer {
        if (port < 1 || port > PORT_MAX || !TOKEN.matcher(token).matches()) {
            throw new IllegalArgumentException("no offer: " + address + ":" + port);
        }
    }

    byte[] bytes() {
        return ((char) XlSend.LINE + words()).getBytes(StandardCharsets.US_ASCII);
    }

    String words() {
        return host + " " + address + " " + port + " " + token;
    }

    static Offer of(byte[] bytes) {
        String[] words = new String(bytes, 1, bytes.length - 1, StandardCharsets.US_ASCII).split(" ");
        if (words.length != WORDS) {
            throw new IllegalArgumentException(words.length + " words");
        }
        return new Offer(HostId.of(words[0]), new Ipv4(words[1]), Integer.parseInt(words[2]), words[3]);
    }

    /** The token is a secret. */
    @Override
    public String toString() {
        return "Offer[" + host + " " + address + ":" + port + "]";
    }
}
