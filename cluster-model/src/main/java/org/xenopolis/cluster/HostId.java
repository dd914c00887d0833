package org.xenopolis.cluster;

import java.util.UUID;

/** Names one Xen host; equal to the UUID in its certificate. */
public record HostId(UUID value) implements Comparable<HostId> {
    public static HostId of(String text) {
        return new HostId(UUID.fromString(text));
    }

    @Override
    public int compareTo(HostId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
