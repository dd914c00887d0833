package org.xenopolis.host.driver;

import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.VcpuCount;
import org.xenopolis.host.core.Reading;

/**
 * A domain as its hypervisor shows it.
 *
 * @param wantsReboot it ended (SHUTDOWN) only to be built anew: the guest rebooted
 */
public record Domain(
        int domid, DomainName name, VcpuCount vcpus, MemorySize memory, Reading reading, boolean wantsReboot) {}
