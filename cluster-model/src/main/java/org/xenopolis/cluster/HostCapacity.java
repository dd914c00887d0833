package org.xenopolis.cluster;

/**
 * How much a host has for guests.
 *
 * @param physicalCpus CPUs (threads) that run guests
 * @param vcpuOvercommitPermille vCPUs allowed per 1,000 physical CPUs; 1,000 is one to one, 4,000 is four to one
 * @param memory what guests may take, after dom0, the hypervisor and the agent have theirs; never overcommitted
 * @param disk what guests may take of the local disk
 */
public record HostCapacity(int physicalCpus, int vcpuOvercommitPermille, MemorySize memory, DiskSize disk) {
    public static final int ONE_TO_ONE_PERMILLE = 1_000;

    public HostCapacity {
        if (physicalCpus < 0) {
            throw new IllegalArgumentException("physicalCpus is negative: " + physicalCpus);
        }
        if (vcpuOvercommitPermille < 0) {
            throw new IllegalArgumentException("vcpuOvercommitPermille is negative: " + vcpuOvercommitPermille);
        }
        Math.toIntExact(vcpuLimit(physicalCpus, vcpuOvercommitPermille));
    }

    /** The most vCPUs that all guests together may have; rounded down. */
    public VcpuCount vcpus() {
        return new VcpuCount((int) vcpuLimit(physicalCpus, vcpuOvercommitPermille));
    }

    public Resources total() {
        return new Resources(vcpus(), memory, disk);
    }

    private static long vcpuLimit(int physicalCpus, int permille) {
        return (long) physicalCpus * permille / ONE_TO_ONE_PERMILLE;
    }
}
