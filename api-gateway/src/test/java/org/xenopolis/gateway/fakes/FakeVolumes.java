package org.xenopolis.gateway.fakes;

import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.xenopolis.contracts.instances.CreateVolumeRequest;
import org.xenopolis.contracts.instances.GetVolumeRequest;
import org.xenopolis.contracts.instances.ListVolumesRequest;
import org.xenopolis.contracts.instances.ListVolumesResponse;
import org.xenopolis.contracts.instances.Volume;
import org.xenopolis.contracts.instances.VolumesGrpc;
import org.xenopolis.kit.grpc.Replies;

/** The scheduler's volumes. */
final class FakeVolumes extends VolumesGrpc.VolumesImplBase {
    private final Map<String, Volume> volumes = new ConcurrentSkipListMap<>();

    @Override
    public void createVolume(CreateVolumeRequest request, StreamObserver<Volume> out) {
        Replies.reply(
                out,
                () -> volumes.computeIfAbsent(
                        request.getVolume().getId(),
                        id -> request.getVolume().toBuilder().setGeneration(1).build()));
    }

    @Override
    public void getVolume(GetVolumeRequest request, StreamObserver<Volume> out) {
        Replies.reply(out, () -> visible(request));
    }

    @Override
    public void deleteVolume(GetVolumeRequest request, StreamObserver<Volume> out) {
        Replies.reply(out, () -> {
            Volume volume = visible(request);
            volumes.remove(volume.getId());
            return volume;
        });
    }

    @Override
    public void listVolumes(ListVolumesRequest request, StreamObserver<ListVolumesResponse> out) {
        Replies.reply(
                out,
                () -> ListVolumesResponse.newBuilder()
                        .addAllVolumes(volumes.values().stream()
                                .filter(volume -> FakeInstances.mine(request.getTenantId(), volume.getTenantId()))
                                .toList())
                        .build());
    }

    private Volume visible(GetVolumeRequest request) {
        Volume volume = volumes.get(request.getVolumeId());
        if (volume == null || !FakeInstances.mine(request.getTenantId(), volume.getTenantId())) {
            throw FakeInstances.notFound("volume");
        }
        return volume;
    }
}
