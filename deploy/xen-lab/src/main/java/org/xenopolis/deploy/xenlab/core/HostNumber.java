package org.xenopolis.deploy.xenlab.core;

import java.util.List;
import java.util.stream.IntStream;

/** Which host of the lab: 1, 2, … */
public record HostNumber(int value) {
    public static final int MAX = 8;

    public HostNumber {
        if (value < 1 || value > MAX) {
            throw new IllegalArgumentException("the host is " + value + ", it has to be from 1 to " + MAX);
        }
    }

    /** The host's name. */
    public String title() {
        return "xen" + value;
    }

    public static List<HostNumber> first(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(HostNumber::new).toList();
    }
}
