package org.xenopolis.scheduler.instances;

import io.grpc.stub.StreamObserver;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.xenopolis.cluster.VolumeId;
import org.xenopolis.contracts.instances.CreateVolumeRequest;
import org.xenopolis.contracts.instances.GetVolumeRequest;
import org.xenopolis.contracts.instances.ListVolumesRequest;
import org.xenopolis.contracts.instances.ListVolumesResponse;
import org.xenopolis.contracts.instances.Volume;
import org.xenopolis.contracts.instances.VolumesGrpc;
import org.xenopolis.kit.grpc.Replies;
import org.xenopolis.scheduler.Pages;
import org.xenopolis.scheduler.Problems;
import org.xenopolis.scheduler.Query;
import org.xenopolis.store.StoreFailures;
import org.xenopolis.store.Transactions;

/** Volumes: a record until they are first attached, then bytes on the host of that instance. */
@ApplicationScoped
@Unremovable
class VolumesEndpoint extends VolumesGrpc.VolumesImplBase {
    static final long SIZE_BYTES_MAX = 16L << 40;

    private final Transactions transactions;
    private final VolumeDeletions deletions;

    VolumesEndpoint(Transactions transactions, VolumeDeletions deletions) {
        this.transactions = transactions;
        this.deletions = deletions;
    }

    @Override
    public void createVolume(CreateVolumeRequest request, StreamObserver<Volume> out) {
        Replies.reply(out, () -> {
            Volume asked = request.getVolume();
            UUID id = Problems.parse("volume id", asked.getId(), VolumeId::of).value();
            UUID tenant = Problems.parse("tenant_id", asked.getTenantId(), UUID::fromString);
            UUID project = Problems.parse("project_id", asked.getProjectId(), UUID::fromString);
            if (asked.getSizeBytes() < 1 || asked.getSizeBytes() > SIZE_BYTES_MAX) {
                throw Problems.invalid("bad-size", "A volume has 1 byte to 16 TiB.");
            }
            try {
                transactions.call(session -> session.createNativeQuery("""
                                insert into volumes (id, tenant_id, project_id, name, size_bytes)
                                values (:id, :tenant, :project, :name, :size)""")
                        .setParameter("id", id)
                        .setParameter("tenant", tenant)
                        .setParameter("project", project)
                        .setParameter("name", asked.getName())
                        .setParameter("size", asked.getSizeBytes())
                        .executeUpdate());
            } catch (RuntimeException e) {
                // The caller chose the id: a second call with the same volume is the first one's answer.
                if (!StoreFailures.isDuplicate(e)) {
                    throw e;
                }
                VolumeRow known = mine(asked.getId(), asked.getTenantId());
                if (known.sizeBytes != asked.getSizeBytes() || !known.name.equals(asked.getName())) {
                    throw Problems.conflict("volume-exists", "There is another volume with this id.");
                }
            }
            return mine(asked.getId(), asked.getTenantId()).toMessage();
        });
    }

    @Override
    public void getVolume(GetVolumeRequest request, StreamObserver<Volume> out) {
        Replies.reply(
                out, () -> mine(request.getVolumeId(), request.getTenantId()).toMessage());
    }

    @Override
    public void listVolumes(ListVolumesRequest request, StreamObserver<ListVolumesResponse> out) {
        Replies.reply(out, () -> {
            UUID after = Pages.after(request.getPage());
            int limit = Pages.limit(request.getPage());
            Query<VolumeRow> query = Query.of(VolumeRow.class, after)
                    .where("tenantId", Pages.id("tenant_id", request.getTenantId()))
                    .where("projectId", Pages.id("project_id", request.getProjectId()))
                    .and("deletingAt is null")
                    .and("deletedAt is null");
            List<VolumeRow> rows = transactions.call(session -> query.list(session, limit));
            return ListVolumesResponse.newBuilder()
                    .addAllVolumes(rows.stream().map(VolumeRow::toMessage).toList())
                    .build();
        });
    }

    @Override
    public void deleteVolume(GetVolumeRequest request, StreamObserver<Volume> out) {
        Replies.reply(out, () -> {
            VolumeRow volume = mine(request.getVolumeId(), request.getTenantId());
            if (!deletions.accept(volume.id)) {
                throw Problems.conflict("volume-attached", "The volume is attached; detach it first.");
            }
            return volume.toMessage();
        });
    }

    private VolumeRow mine(String id, String tenant) {
        UUID key = Problems.parse("volume_id", id, VolumeId::of).value();
        VolumeRow row = transactions.read(session -> session.find(VolumeRow.class, key));
        if (row == null || row.isDeleted() || !Pages.mine(tenant, row.tenantId.toString())) {
            throw Problems.notFound("volume");
        }
        return row;
    }
}
