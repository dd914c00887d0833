package org.xenopolis.gateway.core;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A generation as an HTTP entity tag. */
public final class EntityTag {
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"(\\d{1,18})\"");

    private EntityTag() {}

    public static String of(long generation) {
        return "\"" + generation + "\"";
    }

    /** @throws IllegalArgumentException unless it is one tag of ours */
    public static long parse(String ifMatch) {
        Matcher matcher = TAG.matcher(ifMatch.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("If-Match takes one ETag as it was given");
        }
        return Long.parseLong(matcher.group(1));
    }
}
