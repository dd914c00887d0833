package org.xenopolis.host.simulator;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xenopolis.cluster.HostId;

/**
 * What one simulated host has of {@link XenBehaviour}, and how long it takes there: the same for the same seed.
 *
 * @param seed of this host
 */
public record XenBehaviours(Set<XenBehaviour> on, long seed) {
    public static final XenBehaviours NONE = new XenBehaviours(Set.of(), 0);
    private static final String ALL = "all";

    public XenBehaviours {
        on = Set.copyOf(on);
    }

    /**
     * @param settings each {@code <behaviour>} or {@code all}, on every host, or with {@code @<host id>} on one
     * @throws IllegalArgumentException for a behaviour that there is none of
     */
    public static XenBehaviours of(List<String> settings, HostId host, long seed) {
        Set<XenBehaviour> on = EnumSet.noneOf(XenBehaviour.class);
        for (String setting : settings) {
            String[] words = setting.strip().split("@", 2);
            List<XenBehaviour> named = named(words[0]);
            if (words.length == 1 || words[1].equals(host.toString())) {
                on.addAll(named);
            }
        }
        return new XenBehaviours(on, seed ^ host.value().getMostSignificantBits());
    }

    private static List<XenBehaviour> named(String label) {
        List<XenBehaviour> named = Stream.of(XenBehaviour.values())
                .filter(one -> label.equals(ALL) || label.equals(one.label()))
                .toList();
        if (named.isEmpty()) {
            throw new IllegalArgumentException("xeno.sim.behaviours: there is no '" + label + "'; there are "
                    + Stream.of(XenBehaviour.values())
                            .map(XenBehaviour::label)
                            .collect(Collectors.joining(", ", ALL + ", ", "")));
        }
        return named;
    }

    boolean has(XenBehaviour behaviour) {
        return on.contains(behaviour);
    }

    /** How long it takes the n-th time, or for the domain n; nothing where the host does not have it. */
    Duration lasting(XenBehaviour behaviour, long n) {
        if (!has(behaviour)) {
            return Duration.ZERO;
        }
        long own = seed * 31 + behaviour.ordinal();
        return Duration.ofMillis(new SplittableRandom(own * 0x9E3779B97F4A7C15L + n)
                .nextLong(behaviour.shortestMillis(), behaviour.longestMillis() + 1));
    }
}
