package org.xenopolis.deploy.local.core;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The real Xen hosts of a lab, as a stack on this machine sees them.
 *
 * @param machine this machine's address among them
 * @param agents each host's own address
 */
public record LabHosts(String machine, List<String> agents) {
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT = 0x8001_0000_0000_0000L;

    public LabHosts {
        agents = List.copyOf(agents);
    }

    /** The id of the n-th host, counted from 1: {@code 00000000-0000-4000-8001-00000000000n} (hexadecimal). */
    public static UUID id(int number) {
        return new UUID(VERSION_4, VARIANT | number);
    }

    public List<UUID> ids() {
        return IntStream.rangeClosed(1, agents.size()).mapToObj(LabHosts::id).toList();
    }
}
