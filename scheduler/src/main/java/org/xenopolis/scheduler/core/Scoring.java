package org.xenopolis.scheduler.core;

import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.Resources;

/**
 * How good a valid host is: guests are spread by the scarcer of memory and vCPUs that would remain, and a host that has
 * the image already is worth as much as a quarter of its room.
 */
final class Scoring {
    static final double IMAGE_CACHED = 0.25;

    private Scoring() {}

    /** The more, the better; between 0 and 1 + {@link #IMAGE_CACHED}. @param free before the guest takes its part */
    static double score(Host host, Resources free, Resources wanted, Digest image) {
        double memory = remaining(
                free.memory().bytes(),
                wanted.memory().bytes(),
                host.capacity().memory().bytes());
        double vcpus = remaining(
                free.vcpus().count(),
                wanted.vcpus().count(),
                host.capacity().vcpus().count());
        return Math.min(memory, vcpus) + (host.hasImage(image) ? IMAGE_CACHED : 0);
    }

    private static double remaining(long free, long wanted, long total) {
        return total == 0 ? 0 : (double) (free - wanted) / total;
    }
}
