package org.xenopolis.cluster;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of the hypervisor, such as 4.17.3. */
public record XenVersion(int major, int minor, int patch) implements Comparable<XenVersion> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,4}))?(?:[-+.~_].*)?");
    private static final Comparator<XenVersion> ORDER = Comparator.comparingInt(XenVersion::major)
            .thenComparingInt(XenVersion::minor)
            .thenComparingInt(XenVersion::patch);

    public XenVersion {
        if (major < 0 || minor < 0 || patch < 0) {
            throw new IllegalArgumentException("negative version: " + major + "." + minor + "." + patch);
        }
    }

    /** Reads {@code 4.17}, {@code 4.17.3} and what {@code xl info} says, such as {@code 4.17.3-pre}. */
    public static XenVersion of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a Xen version: " + text);
        }
        String patch = matcher.group(3);
        return new XenVersion(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                patch == null ? 0 : Integer.parseInt(patch));
    }

    /**
     * Whether a guest may move live from this version to that one. Xen reads the migration stream of its own and of
     * older releases; patch releases share a stream, so that hosts can be patched one by one in any order.
     */
    public boolean canSendTo(XenVersion target) {
        return major != target.major ? major < target.major : minor <= target.minor;
    }

    @Override
    public int compareTo(XenVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
