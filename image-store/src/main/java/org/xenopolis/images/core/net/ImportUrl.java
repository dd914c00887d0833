package org.xenopolis.images.core.net;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL to import from, read strictly: only forms that every reader understands alike are taken. Other readers take
 * {@code 2130706433}, {@code 0x7f.1} or {@code 0177.0.0.1} for 127.0.0.1 (CVE-2026-34881); here they are refused.
 */
public sealed interface ImportUrl {
    int CHARACTERS_MAX = 2_048;

    /**
     * @param host a name or an address, without brackets
     * @param target path and query, as sent to the server
     * @param trusted the operator allows this origin whatever its address is
     */
    record Accepted(boolean secure, String host, int port, String target, boolean trusted) implements ImportUrl {
        /** What may be logged: a query can hold a secret. */
        public String origin() {
            return (secure ? "https://" : "http://") + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    record Refused(String reason) implements ImportUrl {}

    Pattern FORM = Pattern.compile("(?i)(https?)://([^/?#@\\\\]+)((?:[/?][!-~&&[^#\\\\]]*)?)");
    Pattern AUTHORITY = Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}]|[0-9A-Za-z.-]{1,253})(?::([1-9][0-9]{0,4}))?");
    Pattern NAME = Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    Pattern NUMBER = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");
    String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    Pattern DOTTED_QUAD = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");

    /** @param trustedOrigins such as {@code http://127.0.0.1:9000}, exactly */
    static ImportUrl parse(String text, Set<String> trustedOrigins) {
        if (text.length() > CHARACTERS_MAX) {
            return new Refused("The URL is longer than " + CHARACTERS_MAX + " characters.");
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return new Refused("Not a URL of the form https://host/path, without user, fragment or odd characters.");
        }
        Matcher authority = AUTHORITY.matcher(form.group(2));
        if (!authority.matches()) {
            return new Refused("The URL's host is malformed.");
        }
        boolean secure = form.group(1).equalsIgnoreCase("https");
        String host = authority.group(1).toLowerCase(Locale.ROOT);
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        int port = authority.group(2) == null ? (secure ? 443 : 80) : Integer.parseInt(authority.group(2));
        if (port > 65_535) {
            return new Refused("The URL's port is out of range.");
        }
        String path = form.group(3).isEmpty() ? "/" : form.group(3);
        String target = path.startsWith("?") ? "/" + path : path;
        Accepted origin = new Accepted(secure, bare, port, target, false);
        if (trustedOrigins.contains(origin.origin())) {
            return new Accepted(secure, bare, port, target, true);
        }
        return judge(origin, host.startsWith("["));
    }

    private static ImportUrl judge(Accepted url, boolean bracketed) {
        if (!url.secure()) {
            return new Refused("Images are imported over https only.");
        }
        if (url.port() != 443) {
            return new Refused("Images are imported from port 443 only.");
        }
        if (bracketed) {
            return url;
        }
        boolean numeric = NUMBER.matcher(url.host()).matches();
        if (numeric && !DOTTED_QUAD.matcher(url.host()).matches()) {
            return new Refused("The URL's host is a number in an unusual form.");
        }
        if (!numeric && (!NAME.matcher(url.host()).matches() || !url.host().contains("."))) {
            return new Refused("The URL's host is not a full domain name.");
        }
        return url;
    }

    /** Whether the host is an address, so that nothing needs to be looked up. */
    static boolean isAddress(String host) {
        return host.contains(":") || DOTTED_QUAD.matcher(host).matches();
    }
}
