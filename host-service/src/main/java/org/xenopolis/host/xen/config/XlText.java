package org.xenopolis.host.xen.config;

/**
 * The one routine that quotes for xl's grammar (tools/libs/util/libxlu_cfg_l.l). A newline or a semicolon outside a string
 * ends a statement, and a repeated key replaces the first; so nothing may end a string but we. Numeric escapes are not
 * used: xl reads {@code \x41} and {@code \101} otherwise than C does.
 */
public final class XlText {
    private static final int LENGTH_MAX = 4_096;

    private XlText() {}

    /** @throws IllegalArgumentException for what has no place in a configuration: control characters and non-ASCII */
    public static String quote(String text) {
        if (text.length() > LENGTH_MAX) {
            throw new IllegalArgumentException("a value of " + text.length() + " characters");
        }
        StringBuilder quoted = new StringBuilder(text.length() + 8).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                throw new IllegalArgumentException("character " + (int) c + " in a value");
            }
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }

    /** A field inside a disk or card: there a comma begins the next one. */
    static String field(String text) {
        if (text.isEmpty() || text.indexOf(',') >= 0 || text.indexOf('=') >= 0 || !text.equals(text.strip())) {
            throw new IllegalArgumentException("no field: " + text);
        }
        return text;
    }
}
