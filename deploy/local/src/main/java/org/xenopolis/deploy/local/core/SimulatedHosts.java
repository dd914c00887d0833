package org.xenopolis.deploy.local.core;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** The ids of simulated hosts: known without asking, so that each has its certificate before it starts. */
public final class SimulatedHosts {
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private SimulatedHosts() {}

    /** The id of the n-th host, counted from 1: {@code 00000000-0000-4000-8000-00000000000n} (hexadecimal). */
    public static UUID id(int number) {
        return new UUID(VERSION_4, VARIANT | number);
    }

    public static List<UUID> ids(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(SimulatedHosts::id).toList();
    }
}
