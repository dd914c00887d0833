package org.xenopolis.host.driver;

import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.VcpuCount;
import org.xenopolis.cluster.VolumeId;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.host.core.Reading;

/**
 * One host's hypervisor and its local disks. Calls block. The caller makes sure that calls for one instance come one
 * after the other; those for different instances run at once.
 *
 * <p>Expected failures are {@link ProblemException}s: NO_CAPACITY when the host has no room, NOT_FOUND for a domain or
 * disk that is not there, CONFLICT when a domain is in no state for it. Anything else is broken infrastructure.
 */
public interface HypervisorDriver extends AutoCloseable {
    HostDescription describe();

    /** The clock of every reading: monotonic, the same for all domains of the host, continued when the agent restarts. */
    long nowNanos();

    /** Every domain except dom0, all as of one moment; never a part of them: it fails rather. */
    List<Domain> list();

    /** What is here, or was half a second ago: for rounds that look again before they act. */
    default Presence presence() {
        return new Presence(disks().keySet(), list());
    }

    default Optional<Domain> find(DomainName name) {
        return list().stream().filter(domain -> domain.name().equals(name)).findFirst();
    }

    // Disks. They outlive domains.

    /** Makes the instance's disk from the image; leaves one that is there as it is. */
    void makeDisk(InstanceId instance, DiskSource source, DiskSize size);

    /** Makes an empty disk that a migration fills. */
    void receiveDisk(InstanceId instance, DiskSize size);

    /** Sizes of all instances' disks on this host. */
    Map<InstanceId, DiskSize> disks();

    /** Makes the disk larger; one that is as large is left. @return when the size of the instance's disks last changed */
    long growDisk(InstanceId instance, DiskSize size);

    /**
     * The whole disk as a raw image, as it is now: a copy-on-write picture, taken at once, that later writes do not change.
     * Of a paused guest it is what a power failure at the pause would have left. Closing the stream drops the picture, and
     * so does opening the driver anew.
     */
    InputStream copyDisk(InstanceId instance);

    /**
     * Makes the bytes unreadable for whoever gets the space next. Volumes stay, attached to nothing. Nothing happens when
     * there is no disk.
     *
     * @return when the disk ceased to be
     */
    long wipeDisk(InstanceId instance);

    // Volumes. They outlive the instances that they are attached to.

    /**
     * Gives the instance a volume: its domain sees it at once, if it has one. Makes an empty one unless it is here; leaves
     * one that is attached to the instance as it is. CONFLICT when it is attached to another instance.
     *
     * @return when the size of the instance's disks last changed
     */
    long attachVolume(InstanceId instance, DomainConfig.Disk volume);

    /** The volume's bytes stay. @return when the size of the instance's disks last changed */
    long detachVolume(InstanceId instance, VolumeId volume);

    /** Sizes of all volumes whose bytes are on this host, attached or not. */
    Map<VolumeId, DiskSize> volumes();

    /**
     * Makes the bytes unreadable for whoever gets the space next. CONFLICT while it is attached; nothing happens when there
     * is no such volume.
     */
    void wipeVolume(VolumeId volume);

    /** The same for all volumes attached to an instance that has no domain here any more: they have moved with it. */
    void wipeVolumes(InstanceId instance);

    // Life.

    /** Builds the domain; it has its memory and has never run (BUILDING). */
    Domain build(DomainConfig config);

    /** Lets a domain that is built, PAUSED or INCOMING run. */
    Reading unpause(int domid);

    /** Stops the guest's vCPUs, and waits for the writes that it has under way. */
    Reading pause(int domid);

    /** Asks the guest to shut down and waits. SHUTDOWN, or whatever it is in when the patience is over. */
    Reading shutdown(int domid, Duration patience);

    /** Stops the guest for good, unasked; the domain stays (SHUTDOWN) with its counters until it is destroyed. */
    Reading halt(int domid);

    /** Gives the domain's memory back. Nothing happens when there is no such domain. */
    void destroy(int domid);

    /** Changes a domain's size; the guest may keep running. Answers with the reading at the change. */
    Reading resize(int domid, VcpuCount vcpus, MemorySize memory);

    /** Other rules at the domain's network cards, in force when it returns; at no moment are there none. */
    void setRules(int domid, List<DomainConfig.Nic> nics);

    /** Stops the guest and writes its memory to disk; the domain stays (SUSPENDED) until it is destroyed. */
    Reading save(int domid);

    /** Whether the memory of the instance is saved here. */
    boolean hasSaved(InstanceId instance);

    /** Builds the domain from its saved memory; like {@link #build}. */
    Domain restore(DomainConfig config);

    void dropSaved(InstanceId instance);

    /** From that offset on; empty when there is nothing newer. At most 64 KiB at a time. */
    ConsoleText console(int domid, long fromOffset);

    // Migration.

    /** Bytes per second that the guest writes to its memory, as well as can be known. */
    long dirtyBytesPerSecond(int domid);

    /** Bytes that a migration copies of its disk and volumes; nothing where that is not known. */
    default OptionalLong diskHeldBytes(Domain domain) {
        return OptionalLong.empty();
    }

    /** @param target the one host that may take the guest */
    OutgoingMigration send(int domid, HostId target);

    IncomingMigration receive(DomainConfig config);

    /** Lets a SUSPENDED domain go on here. */
    Reading resume(int domid);

    /** Marks a SUSPENDED domain as one that moved: it can only be destroyed, or taken back after the receiver aborted. */
    void relinquish(int domid);

    /** Undoes {@link #relinquish}: the receiver has aborted for ever. */
    void reclaim(int domid);

    /**
     * Makes the hypervisor itself stop (halt) all guests built with {@link DomainConfig#endsWithLease} at that moment of
     * {@link #nowNanos}, unless it is moved on before: the fence behind an agent that hangs or is gone. Each call replaces
     * the one before. A driver without such a watch does nothing.
     */
    void watchUntil(long atNanos);

    @Override
    void close();
}
