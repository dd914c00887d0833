package org.xenopolis.scheduler.operations;

import java.util.UUID;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.OperationId;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.instances.ActRequest;
import org.xenopolis.contracts.instances.CreateInstanceRequest;
import org.xenopolis.contracts.instances.CreateVolumeRequest;
import org.xenopolis.contracts.instances.Instance;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.contracts.instances.Volume;
import org.xenopolis.scheduler.Cloud;
import org.xenopolis.scheduler.fakes.FakeHost;

/** An instance in a state in which a kind of operation may begin, and that operation, accepted and not yet begun. */
record SagaScenario(String instance, String before, OperationId operation) {
    /** The step after which there is no way back, so that a later refusal cannot happen; -1 where there is none. */
    static int irrevocable(OperationKind kind) {
        return switch (kind) {
            case DELETE -> 0;
            case EVACUATE -> 0;
            case MIGRATE -> 2;
            default -> Integer.MAX_VALUE;
        };
    }

    static SagaScenario of(Cloud cloud, Acceptance acceptance, OperationKind kind) {
        if (kind == OperationKind.CREATE) {
            return create(cloud, acceptance);
        }
        Instance running = cloud.running();
        String id = running.getId();
        ActRequest.Builder request =
                ActRequest.newBuilder().setInstanceId(id).setKind(kind).setCause("test");
        switch (kind) {
            case START -> cloud.finished(cloud.act(id, OperationKind.STOP));
            case UNPAUSE -> cloud.finished(cloud.act(id, OperationKind.PAUSE));
            case RESUME -> cloud.finished(cloud.act(id, OperationKind.SUSPEND));
            case RESIZE ->
                request.setResizeTo(Resources.newBuilder().setVcpus(2).setMemoryBytes(2 * FakeHost.GIB));
            case SNAPSHOT -> request.setSnapshotImageId(UUID.randomUUID().toString());
            case ATTACH_VOLUME -> request.setVolumeId(volume(cloud, running));
            case DETACH_VOLUME -> {
                String volume = volume(cloud, running);
                cloud.finished(cloud.act(id, OperationKind.ATTACH_VOLUME, act -> act.setVolumeId(volume)));
                request.setVolumeId(volume);
            }
            default -> {}
        }
        String before = cloud.instance(id).getState();
        OperationId operation = new OperationId(UUID.randomUUID());
        acceptance.act(
                InstanceId.of(id),
                operation,
                request.setOperationId(operation.toString()).build());
        if (kind == OperationKind.EVACUATE) {
            cloud.hosts().stream()
                    .filter(host -> host.id().toString().equals(running.getHostId()))
                    .forEach(host -> host.setSilent(true));
            cloud.ledgers().execute("update hosts set state = 'FENCED' where id = '" + running.getHostId() + "'");
        }
        return new SagaScenario(id, before, operation);
    }

    private static String volume(Cloud cloud, Instance instance) {
        return cloud.volumes()
                .createVolume(CreateVolumeRequest.newBuilder()
                        .setVolume(Volume.newBuilder()
                                .setId(UUID.randomUUID().toString())
                                .setTenantId(instance.getSpec().getTenantId())
                                .setProjectId(instance.getSpec().getProjectId())
                                .setName("data")
                                .setSizeBytes(FakeHost.GIB))
                        .build())
                .getId();
    }

    private static SagaScenario create(Cloud cloud, Acceptance acceptance) {
        InstanceId id = new InstanceId(UUID.randomUUID());
        OperationId operation = new OperationId(UUID.randomUUID());
        acceptance.create(
                id,
                operation,
                CreateInstanceRequest.newBuilder()
                        .setInstanceId(id.toString())
                        .setOperationId(operation.toString())
                        .setSpec(cloud.spec(UUID.randomUUID()))
                        .build());
        return new SagaScenario(id.toString(), "ERROR", operation);
    }
}
