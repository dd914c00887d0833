package org.xenopolis.deploy.local.e2e;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * A secret that can be recognised wherever it is written.
 *
 * @param name what it is, for messages: the secret itself is not for them
 * @param spellings every way in which it may be written down: plain, in base64 at any offset of what surrounds it,
 *     URL-encoded, in hexadecimal digits, escaped in JSON
 */
record Canary(String name, String secret, List<String> spellings) {
    private static final int BASE64_GROUP = 3;

    Canary(String name, String secret) {
        this(name, secret, spellings(secret));
    }

    private static List<String> spellings(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        List<String> spellings = new ArrayList<>();
        spellings.add(secret);
        spellings.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
        spellings.add(HexFormat.of().formatHex(bytes));
        spellings.add(HexFormat.of().withUpperCase().formatHex(bytes));
        spellings.add(secret.replace("\n", "\\n"));
        for (int before = 0; before < BASE64_GROUP; before++) {
            spellings.add(base64(bytes, before, Base64.getEncoder()));
            spellings.add(base64(bytes, before, Base64.getUrlEncoder()));
        }
        return spellings.stream().distinct().toList();
    }

    /** The characters that follow from these bytes alone, when so many others come before them. */
    private static String base64(byte[] bytes, int before, Base64.Encoder encoder) {
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        byte[] whole = Arrays.copyOf(shifted, shifted.length - shifted.length % BASE64_GROUP);
        String text = new String(encoder.withoutPadding().encode(whole), StandardCharsets.US_ASCII);
        return text.substring(before == 0 ? 0 : before + 1);
    }

    boolean isIn(String text) {
        return spellings.stream().anyMatch(text::contains);
    }

    /** The name only. */
    @Override
    public String toString() {
        return name;
    }
}
