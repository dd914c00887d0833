package org.xenopolis.gateway.core;

import java.util.List;
import java.util.Optional;

/** A size with a name, as a convenience: any other is as good. */
public record NamedSize(String name, int vcpus, long memoryMiB, long diskMiB) {
    public static final List<NamedSize> ALL = List.of(
            new NamedSize("nano", 1, 256, 2_048),
            new NamedSize("micro", 1, 1_024, 10_240),
            new NamedSize("small", 2, 2_048, 20_480),
            new NamedSize("medium", 2, 4_096, 40_960),
            new NamedSize("large", 4, 8_192, 81_920),
            new NamedSize("xlarge", 8, 16_384, 163_840));

    public static Optional<NamedSize> named(String name) {
        return ALL.stream().filter(size -> size.name().equals(name)).findFirst();
    }
}
