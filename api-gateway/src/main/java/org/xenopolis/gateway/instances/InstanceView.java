package org.xenopolis.gateway.instances;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.instances.Instance;
import org.xenopolis.contracts.instances.InstanceSpec;
import org.xenopolis.contracts.instances.Nic;
import org.xenopolis.gateway.peers.Words;

/** An instance as the API shows it. @param tenantId, hostId and epoch are for operators only */
public record InstanceView(
        String id,
        String name,
        @Nullable String tenantId,
        String projectId,
        String imageId,
        Size resources,
        String state,
        @Nullable String hostId,
        @Nullable Long epoch,
        @Nullable String zone,
        @Nullable String affinityGroup,
        @Nullable String antiAffinityGroup,
        int cpuWeight,
        int cpuCapPercent,
        List<NicView> nics,
        String recovery,
        String migration,
        @Nullable Long pauseMaxMillis,
        List<String> volumeIds,
        @Nullable String operationId,
        Words.@Nullable Failure error,
        long generation,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt) {
    private static final int CPU_WEIGHT_DEFAULT = 256;

    public record Size(int vcpus, long memoryMiB, long diskMiB) {
        public static Size of(Resources resources) {
            return new Size(
                    resources.getVcpus(),
                    Words.mebibytes(resources.getMemoryBytes()),
                    Words.mebibytes(resources.getDiskBytes()));
        }
    }

    public record NicView(String networkId, String mac, String ipv4) {
        static NicView of(Nic nic) {
            return new NicView(nic.getNetworkId(), nic.getMac(), nic.getIpv4());
        }
    }

    public static InstanceView ofTenant(Instance instance) {
        return of(instance, false);
    }

    public static InstanceView ofOperator(Instance instance) {
        return of(instance, true);
    }

    private static InstanceView of(Instance instance, boolean operator) {
        InstanceSpec spec = instance.getSpec();
        return new InstanceView(
                instance.getId(),
                spec.getName(),
                operator ? spec.getTenantId() : null,
                spec.getProjectId(),
                spec.getImageId(),
                Size.of(spec.getResources()),
                instance.getState(),
                operator ? Words.orNull(instance.getHostId()) : null,
                operator ? instance.getEpoch() : null,
                Words.orNull(spec.getZone()),
                Words.orNull(spec.getAffinityGroup()),
                Words.orNull(spec.getAntiAffinityGroup()),
                spec.getCpuWeight() == 0 ? CPU_WEIGHT_DEFAULT : spec.getCpuWeight(),
                spec.getCpuCapPercent(),
                spec.getNicsList().stream().map(NicView::of).toList(),
                spec.getRecovery().name(),
                MigrationWords.word(spec.getMigration()),
                MigrationWords.pause(spec.getPauseMaxMillis()),
                List.copyOf(instance.getVolumeIdsList()),
                Words.orNull(instance.getOperationId()),
                Words.failure(instance.hasError(), instance.getError()),
                instance.getGeneration(),
                Words.time(instance.hasCreatedAt(), instance.getCreatedAt()),
                Words.time(instance.hasUpdatedAt(), instance.getUpdatedAt()));
    }
}
