package org.xenopolis.host.driver;

import java.util.List;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.Share;
import org.xenopolis.cluster.VcpuCount;
import org.xenopolis.cluster.VolumeId;

/**
 * Everything a driver needs to build a domain, always from the control plane's record and never from what a guest or
 * another host said. A closed set of fields: nothing of a tenant's passes through as configuration text.
 *
 * @param epoch of the placement, kept beside the domain so that a person can tell two lives of an instance apart
 * @param seed what cloud-init finds inside
 * @param endsWithLease whether {@link HypervisorDriver#watchUntil} ends it
 */
public record DomainConfig(
        InstanceId instance,
        Epoch epoch,
        VcpuCount vcpus,
        MemorySize memory,
        Share share,
        List<Nic> nics,
        List<Disk> volumes,
        Seed seed,
        boolean endsWithLease) {
    public DomainConfig {
        nics = List.copyOf(nics);
        volumes = List.copyOf(volumes);
    }

    /**
     * A virtual network card. It sends only from its own addresses. What comes in passes only by a rule; what goes out,
     * too, as soon as there is one about going out; answers to what has passed do.
     */
    public record Nic(String network, String mac, String ipv4, List<Rule> rules) {
        public Nic {
            rules = List.copyOf(rules);
        }
    }

    /** What a security group lets through. Ports 0 and 0 mean all. */
    public record Rule(boolean ingress, String protocol, int portFrom, int portTo, String remoteCidr) {}

    /** A volume besides the instance's own disk. */
    public record Disk(VolumeId volume, long sizeBytes) {
        public Disk {
            if (sizeBytes < 1) {
                throw new IllegalArgumentException("a volume of " + sizeBytes + " bytes");
            }
        }
    }

    /** The NoCloud data of a guest. */
    public record Seed(String hostName, List<String> sshPublicKeys, byte[] userData) {
        public Seed {
            sshPublicKeys = List.copyOf(sshPublicKeys);
        }
    }

    public DomainName name() {
        return DomainName.of(instance);
    }
}
