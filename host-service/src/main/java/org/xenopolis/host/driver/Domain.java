package org.xenopolis.host.driver;

import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.VcpuCount;
import org.xenopolis.host.core.Reading;

/** A domain as its hypervisor shows it. */
public record Domain(int domid, DomainName name, VcpuCount vcpus, MemorySize memory, Reading reading) {}
