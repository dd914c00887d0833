package org.xenopolis.host.xen.dom0;

import java.time.Duration;
import java.util.UUID;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.host.xen.net.Ipv4;

/** A program that is run in dom0; {@link Arguments} has its arguments. */
public sealed interface Command extends Verb {
    /** After that it is killed. */
    default Duration patience() {
        return Duration.ofMinutes(2);
    }

    /** Starts the hand itself. It reads asks and answers them until its input ends. */
    record Hand() implements Command {}

    /** Builds the domain of the instance's configuration, paused. */
    record Create(InstanceId instance) implements Command {}

    /** Builds it from its saved memory, paused. */
    record Restore(InstanceId instance) implements Command {
        @Override
        public Duration patience() {
            return Duration.ofMinutes(30);
        }
    }

    /** Saves the domain's memory; the domain stays, paused. */
    record Save(int domid, InstanceId instance) implements Command {
        public Save {
            Verb.domid(domid);
        }

        @Override
        public Duration patience() {
            return Duration.ofMinutes(30);
        }
    }

    record Destroy(int domid) implements Command {
        public Destroy {
            Verb.domid(domid);
        }
    }

    record MemoryMax(int domid, long kibibytes) implements Command {
        public MemoryMax {
            Verb.domid(domid);
            Verb.size(kibibytes);
        }
    }

    record MemorySet(int domid, long kibibytes) implements Command {
        public MemorySet {
            Verb.domid(domid);
            Verb.size(kibibytes);
        }
    }

    record VcpuSet(int domid, int vcpus) implements Command {
        public VcpuSet {
            Verb.domid(domid);
            Verb.size(vcpus);
        }
    }

    record BlockAttach(int domid, BlockDevice device, Vdev vdev) implements Command {
        public BlockAttach {
            Verb.domid(domid);
        }
    }

    record BlockDetach(int domid, Vdev vdev) implements Command {
        public BlockDetach {
            Verb.domid(domid);
        }
    }

    enum Part {
        /** Until it is whole. */
        DISK("disk.part"),
        KERNEL("kernel"),
        RAMDISK("ramdisk");

        private final String fileName;

        Part(String fileName) {
            this.fileName = fileName;
        }

        public String fileName() {
            return fileName;
        }
    }

    /** Writes the blocks that come on its input. */
    record Fill(InstanceId instance, Part part) implements Command {
        @Override
        public Duration patience() {
            return Duration.ofHours(2);
        }
    }

    /**
     * Sends a running domain and its files to the host that comes for them, and leaves the domain suspended.
     *
     * @param address of this host
     * @param port 0 is any
     */
    record Send(int domid, InstanceId instance, Ipv4 address, int port) implements Command {
        private static final int PORT_MAX = 65_535;

        public Send {
            Verb.domid(domid);
            if (port < 0 || port > PORT_MAX) {
                throw new IllegalArgumentException("no port: " + port);
            }
        }

        @Override
        public Duration patience() {
            return Duration.ofHours(2);
        }
    }

    /** Takes a domain and its files from the host that sends them; builds it of the instance's configuration. */
    record Receive(InstanceId instance) implements Command {
        @Override
        public Duration patience() {
            return Duration.ofHours(2);
        }
    }

    /** A picture of the instance's disk: a reflink where the file system has them, else a copy. */
    record CopyDisk(InstanceId instance, UUID copy) implements Command {
        @Override
        public Duration patience() {
            return Duration.ofHours(2);
        }
    }

    /** Says the blocks of a copy. */
    record DrainCopy(UUID copy) implements Command {
        @Override
        public Duration patience() {
            return Duration.ofHours(2);
        }
    }
}
