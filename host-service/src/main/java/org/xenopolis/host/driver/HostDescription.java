package org.xenopolis.host.driver;

import org.xenopolis.cluster.CpuModel;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.XenVersion;

/**
 * What a host has for guests.
 *
 * @param bootId changes with each boot of the host, and only then
 * @param bootedAtNanos when that was, on the clock of the readings
 * @param linkBytesPerSecond of the network that migrations use
 * @param diskBytesPerSecond what its disks can, read and written together; 0 where that is not known
 */
public record HostDescription(
        String bootId,
        long bootedAtNanos,
        int physicalCpus,
        MemorySize memory,
        DiskSize disk,
        XenVersion xen,
        CpuModel cpu,
        long linkBytesPerSecond,
        long diskBytesPerSecond) {}
