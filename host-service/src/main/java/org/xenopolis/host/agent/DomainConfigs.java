package org.xenopolis.host.agent;

import java.util.List;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.Share;
import org.xenopolis.cluster.VcpuCount;
import org.xenopolis.cluster.VolumeId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.instances.InstanceSpec;
import org.xenopolis.contracts.instances.Nic;
import org.xenopolis.contracts.instances.RecoveryPolicy;
import org.xenopolis.host.driver.DomainConfig;
import org.xenopolis.host.journal.record.GuestRecord;
import org.xenopolis.host.journal.record.VolumeRecord;

/** Makes the hypervisor's configuration from the control plane's record, and from nothing else. */
final class DomainConfigs {
    private DomainConfigs() {}

    static DomainConfig of(GuestRecord guest, InstanceSpec spec) {
        try {
            return new DomainConfig(
                    InstanceId.of(guest.getInstanceId()),
                    new Epoch(guest.getEpoch()),
                    VcpuCount.of(spec.getResources().getVcpus()),
                    new MemorySize(spec.getResources().getMemoryBytes()),
                    new Share(
                            spec.getCpuWeight() == 0 ? Share.WEIGHT_DEFAULT : spec.getCpuWeight(),
                            spec.getCpuCapPercent()),
                    nics(spec),
                    volumes(guest.getVolumesList()),
                    new DomainConfig.Seed(
                            spec.getName(),
                            spec.getSshPublicKeysList(),
                            spec.getUserData().toByteArray()),
                    spec.getRecovery() == RecoveryPolicy.RESTART_ELSEWHERE);
        } catch (IllegalArgumentException e) {
            throw invalid().because(e);
        }
    }

    /** @throws org.xenopolis.contracts.ProblemException INVALID */
    static void check(InstanceSpec spec) {
        var size = spec.getResources();
        if (size.getVcpus() < 1 || size.getMemoryBytes() < 1 || size.getDiskBytes() < 1) {
            throw invalid().exception();
        }
    }

    static DiskSize disk(InstanceSpec spec) {
        return new DiskSize(spec.getResources().getDiskBytes());
    }

    private static Problem invalid() {
        return Problem.of(ErrorKind.INVALID, "invalid-spec", "The host cannot build a domain from this specification.");
    }

    static List<DomainConfig.Nic> nics(InstanceSpec spec) {
        return spec.getNicsList().stream().map(DomainConfigs::nic).toList();
    }

    private static DomainConfig.Nic nic(Nic nic) {
        return new DomainConfig.Nic(
                nic.getNetworkId(),
                nic.getMac(),
                nic.getIpv4(),
                nic.getRulesList().stream()
                        .map(rule -> new DomainConfig.Rule(
                                rule.getIngress(),
                                rule.getProtocol(),
                                rule.getPortFrom(),
                                rule.getPortTo(),
                                rule.getRemoteCidr()))
                        .toList());
    }

    /** @throws org.xenopolis.contracts.ProblemException INVALID */
    static DomainConfig.Disk volume(String id, long sizeBytes) {
        try {
            return new DomainConfig.Disk(VolumeId.of(id), sizeBytes);
        } catch (IllegalArgumentException e) {
            throw Problem.of(ErrorKind.INVALID, "invalid-volume", "A volume needs an id and a size.")
                    .because(e);
        }
    }

    private static List<DomainConfig.Disk> volumes(List<VolumeRecord> volumes) {
        return volumes.stream()
                .map(volume -> volume(volume.getVolumeId(), volume.getSizeBytes()))
                .toList();
    }
}
