package org.xenopolis.gateway.core;

/** What counts against a tenant's quota, as limits, as use, or as one thing's share. */
public record Amounts(int instances, int vcpus, long memoryBytes, long diskBytes, int volumes) {
    public static final Amounts NONE = new Amounts(0, 0, 0, 0, 0);

    public static Amounts ofInstance(int vcpus, long memoryBytes, long diskBytes) {
        return new Amounts(1, vcpus, memoryBytes, diskBytes, 0);
    }

    public static Amounts ofVolume(long diskBytes) {
        return new Amounts(0, 0, 0, diskBytes, 1);
    }

    public Amounts plus(Amounts other) {
        return new Amounts(
                Math.addExact(instances, other.instances),
                Math.addExact(vcpus, other.vcpus),
                Math.addExact(memoryBytes, other.memoryBytes),
                Math.addExact(diskBytes, other.diskBytes),
                Math.addExact(volumes, other.volumes));
    }

    /** By how much this is more than the other, amount by amount; never negative. */
    public Amounts growthOver(Amounts other) {
        return new Amounts(
                Math.max(0, instances - other.instances),
                Math.max(0, vcpus - other.vcpus),
                Math.max(0, memoryBytes - other.memoryBytes),
                Math.max(0, diskBytes - other.diskBytes),
                Math.max(0, volumes - other.volumes));
    }

    /** The first limit that the sum passes, in the API's words; empty when it fits. */
    public static String passedLimit(Amounts limits, Amounts used, Amounts asked) {
        Amounts sum = used.plus(asked);
        if (sum.instances > limits.instances) {
            return "instances";
        }
        if (sum.vcpus > limits.vcpus) {
            return "vcpus";
        }
        if (sum.memoryBytes > limits.memoryBytes) {
            return "memory";
        }
        if (sum.diskBytes > limits.diskBytes) {
            return "disk";
        }
        return sum.volumes > limits.volumes ? "volumes" : "";
    }
}
