package org.xenopolis.cluster;

/** The three amounts that a place on a host is made of; what a guest asks, what a host has used, what is left. */
public record Resources(VcpuCount vcpus, MemorySize memory, DiskSize disk) {
    public static final Resources ZERO = new Resources(VcpuCount.ZERO, MemorySize.ZERO, DiskSize.ZERO);

    public static Resources of(int vcpus, MemorySize memory, DiskSize disk) {
        return new Resources(VcpuCount.of(vcpus), memory, disk);
    }

    public Resources plus(Resources other) {
        return new Resources(vcpus.plus(other.vcpus), memory.plus(other.memory), disk.plus(other.disk));
    }

    /** Throws {@link IllegalArgumentException} when any amount of the other is larger. */
    public Resources minus(Resources other) {
        return new Resources(vcpus.minus(other.vcpus), memory.minus(other.memory), disk.minus(other.disk));
    }

    /** What remains after taking the other away; an amount of which too much is taken becomes zero. */
    public Resources minusUpTo(Resources other) {
        return new Resources(
                new VcpuCount(Math.max(0, vcpus.count() - other.vcpus.count())),
                new MemorySize(Math.max(0, memory.bytes() - other.memory.bytes())),
                new DiskSize(Math.max(0, disk.bytes() - other.disk.bytes())));
    }

    public boolean fitsIn(Resources room) {
        return vcpus.count() <= room.vcpus.count()
                && memory.bytes() <= room.memory.bytes()
                && disk.bytes() <= room.disk.bytes();
    }
}
