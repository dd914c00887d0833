package org.xenopolis.deploy.engines;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes passwords. */
public final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 18;

    private Secrets() {}

    /** 144 random bits as hexadecimal digits: safe in a URL, a shell and a JSON text. */
    public static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
