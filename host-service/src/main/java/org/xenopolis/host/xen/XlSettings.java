package org.xenopolis.host.xen;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.xenopolis.host.xen.dom0.CpuList;
import org.xenopolis.host.xen.net.Network;

/**
 * What a site says about one of its hosts.
 *
 * @param state a folder of the agent's, in which it keeps when things changed
 * @param network that guests' cards are on
 * @param guestCpus which processors guests run on; without it, all
 * @param diskBytes for guests; without it, four fifths of the file system that their disks are on
 * @param linkBytesPerSecond of the network that migrations use
 * @param diskBytesPerSecond what the disks that guests' are on can, read and written together; 0 where nobody has measured
 * @param nativeTsc guests read the processor's counter directly; hosts that are themselves emulated need it
 * @param pvOnly guests are paravirtualised though the processor could do more
 */
public record XlSettings(
        Path state,
        Network network,
        Optional<CpuList> guestCpus,
        OptionalLong diskBytes,
        long linkBytesPerSecond,
        long diskBytesPerSecond,
        boolean nativeTsc,
        boolean pvOnly,
        DataLine line,
        LongSupplier nanoTime) {}
