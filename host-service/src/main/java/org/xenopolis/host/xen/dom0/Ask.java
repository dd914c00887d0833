package org.xenopolis.host.xen.dom0;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.VolumeId;
import org.xenopolis.host.xen.net.CardName;
import org.xenopolis.host.xen.net.CardRule;
import org.xenopolis.host.xen.net.Guard;
import org.xenopolis.host.xen.net.Ipv4Range;
import org.xenopolis.host.xen.net.Network;

/** A question or a small deed for the hand in dom0 (hand.py): one line there, a few lines back. */
public sealed interface Ask extends Verb {
    /** Without tabs and line ends, each in a closed alphabet. */
    List<String> words();

    private static List<String> words(Object... words) {
        return List.of(words).stream().map(Object::toString).toList();
    }

    /** What the host has. */
    record Facts() implements Ask {
        @Override
        public List<String> words() {
            return Ask.words("facts");
        }
    }

    /** How much memory is free, and how much of that is claimed for domains being built; both in KiB. */
    record Free() implements Ask {
        @Override
        public List<String> words() {
            return Ask.words("free");
        }
    }

    /** The domain's vCPUs, also those that it has not got yet, run on these processors only. */
    record Pin(int domid, CpuList cpus) implements Ask {
        public Pin {
            Verb.domid(domid);
        }

        @Override
        public List<String> words() {
            return Ask.words("pin", domid, cpus);
        }
    }

    /** Every domain, its counters, every disk. */
    record Look() implements Ask {
        @Override
        public List<String> words() {
            return Ask.words("look");
        }
    }

    /** What may be done to a domain by number alone. */
    enum Deed {
        /** Answers after the writes that were under way. */
        PAUSE,
        UNPAUSE,
        /** Stops the vCPUs for good; the domain stays. */
        HALT,
        /** A suspended domain goes on. */
        RESUME,
        /** Asks the guest to shut down. */
        POWEROFF
    }

    record Do(Deed deed, int domid) implements Ask {
        public Do {
            Verb.domid(domid);
        }

        @Override
        public List<String> words() {
            return Ask.words(deed.name().toLowerCase(Locale.ROOT), domid);
        }
    }

    /** Gives a domain of ours another name. No program of xl: a guest may stand still until it is done. */
    record Rename(int domid, DomainLabel label) implements Ask {
        public Rename {
            Verb.domid(domid);
        }

        @Override
        public List<String> words() {
            return Ask.words(
                    "rename", domid, label.instance(), label.stage().name().toLowerCase(Locale.ROOT));
        }
    }

    enum SmallFile {
        CONFIG("domain.cfg"),
        SEED("seed.iso"),
        /** How the instance's image boots. */
        BOOT("boot");

        private final String fileName;

        SmallFile(String fileName) {
            this.fileName = fileName;
        }

        public String fileName() {
            return fileName;
        }
    }

    /** Writes one of an instance's small files, whole. */
    record Put(InstanceId instance, SmallFile file, byte[] content) implements Ask {
        public static final int BYTES_MAX = 512 << 10;

        public Put {
            if (content.length > BYTES_MAX) {
                throw new IllegalArgumentException(file + " of " + content.length + " bytes");
            }
        }

        @Override
        public List<String> words() {
            return Ask.words(
                    "put", instance, file.fileName(), Base64.getEncoder().encodeToString(content));
        }
    }

    /** Answers with the bytes of {@link SmallFile#BOOT}, or a dash. */
    record ReadBoot(InstanceId instance) implements Ask {
        @Override
        public List<String> words() {
            return Ask.words("readboot", instance);
        }
    }

    /** Whether the watch ends the instance's domain. */
    record Watched(InstanceId instance, boolean watched) implements Ask {
        @Override
        public List<String> words() {
            return Ask.words("watched", instance, watched ? "yes" : "no");
        }
    }

    /** What is kept for an instance. */
    enum Chore {
        /** Makes its folder. */
        FOLDER,
        /** Removes all that is kept for it; its volumes belong to nobody then. */
        WIPE,
        /** The memory that was saved is whole. */
        KEEPSAVED,
        DROPSAVED,
        /** Its console begins anew. */
        QUIET
    }

    record Tend(Chore chore, InstanceId instance) implements Ask {
        @Override
        public List<String> words() {
            return Ask.words(chore.name().toLowerCase(Locale.ROOT), instance);
        }
    }

    /**
     * The instance gets the boot file of that content which another one has. Answers with "yes" or "no".
     *
     * @param part the kernel or the ramdisk
     */
    record Borrow(InstanceId instance, Command.Part part, Digest digest) implements Ask {
        @Override
        public List<String> words() {
            return Ask.words("borrow", instance, part.fileName(), digest);
        }
    }

    /** Others may borrow the instance's boot file, when it is that. */
    record Lend(InstanceId instance, Command.Part part, Digest digest) implements Ask {
        @Override
        public List<String> words() {
            return Ask.words("lend", instance, part.fileName(), digest);
        }
    }

    /** What was filled in becomes the instance's disk, of that size. */
    record MakeDisk(InstanceId instance, long bytes) implements Ask {
        public MakeDisk {
            Verb.size(bytes);
        }

        @Override
        public List<String> words() {
            return Ask.words("makedisk", instance, bytes);
        }
    }

    record Grow(InstanceId instance, long bytes) implements Ask {
        public Grow {
            Verb.size(bytes);
        }

        @Override
        public List<String> words() {
            return Ask.words("grow", instance, bytes);
        }
    }

    /** Unless it is there. */
    record MakeVolume(VolumeId volume, long bytes) implements Ask {
        public MakeVolume {
            Verb.size(bytes);
        }

        @Override
        public List<String> words() {
            return Ask.words("makevolume", volume, bytes);
        }
    }

    record WipeVolume(VolumeId volume) implements Ask {
        @Override
        public List<String> words() {
            return Ask.words("wipevolume", volume);
        }
    }

    record Own(VolumeId volume, InstanceId instance, Vdev vdev) implements Ask {
        @Override
        public List<String> words() {
            return Ask.words("own", volume, instance, vdev);
        }
    }

    record Disown(VolumeId volume) implements Ask {
        @Override
        public List<String> words() {
            return Ask.words("disown", volume);
        }
    }

    enum Backing {
        DISK,
        SEED,
        VOLUME
    }

    /** A block device of a file, kept until it is released and for as long as a guest has it. Answers with its path. */
    record Loop(Backing backing, UUID of) implements Ask {
        @Override
        public List<String> words() {
            return Ask.words("loop", backing.name().toLowerCase(Locale.ROOT), of);
        }
    }

    record Unloop(BlockDevice device) implements Ask {
        @Override
        public List<String> words() {
            return Ask.words("unloop", device);
        }
    }

    record DropCopy(UUID copy) implements Ask {
        @Override
        public List<String> words() {
            return Ask.words("dropcopy", copy);
        }
    }

    /** Removes copies and unfinished files that nobody finishes any more. */
    record Sweep() implements Ask {
        @Override
        public List<String> words() {
            return Ask.words("sweep");
        }
    }

    /** Answers with the offset of the first byte and the bytes. */
    record Console(InstanceId instance, long offset) implements Ask {
        public Console {
            if (offset < 0) {
                throw new IllegalArgumentException("offset " + offset);
            }
        }

        @Override
        public List<String> words() {
            return Ask.words("console", instance, offset);
        }
    }

    /** Replaces what is in force at a card, whole; there need be no card yet. */
    record PutGuard(Network.Place place, Guard guard) implements Ask {
        @Override
        public List<String> words() {
            String rules = guard.rules().stream().map(CardRule::toString).collect(Collectors.joining(";"));
            return Ask.words(
                    "guard",
                    place.name().toLowerCase(Locale.ROOT),
                    guard.card(),
                    guard.mac(),
                    guard.ipv4(),
                    rules.isEmpty() ? "-" : rules);
        }
    }

    /** Nothing is in force at the card any more. */
    record DropGuard(Network.Place place, CardName card) implements Ask {
        @Override
        public List<String> words() {
            return Ask.words("unguard", place.name().toLowerCase(Locale.ROOT), card);
        }
    }

    /** Makes what guests' cards are connected to, and takes down what another kind of network left. */
    record MakeNetwork(Network network) implements Ask {
        @Override
        public List<String> words() {
            String dom0 = network.gateway()
                    .map(gateway -> new Ipv4Range(gateway, network.prefix()).toString())
                    .orElse("-");
            return switch (network.kind()) {
                // Its gateway is not dom0's.
                case Network.Kind.Bridge kind -> Ask.words("network", "bridge", kind.bridge(), "-", "-");
                case Network.Kind.HostOnly kind -> Ask.words("network", "host-only", kind.bridge(), "-", "-");
                case Network.Kind.Routed ignored -> Ask.words("network", "routed", "-", "-", dom0);
                case Network.Kind.Nat kind -> Ask.words("network", "nat", "-", kind.uplink(), dom0);
            };
        }
    }

    /** Watched domains end at that moment of the host's clock, unless it is moved. */
    record Watch(long atNanos) implements Ask {
        public Watch {
            if (atNanos < 0) {
                throw new IllegalArgumentException("at " + atNanos);
            }
        }

        @Override
        public List<String> words() {
            return Ask.words("watch", atNanos);
        }
    }
}
