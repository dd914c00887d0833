package org.xenopolis.scheduler.instances;

import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.ImageId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.cluster.VolumeId;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.instances.ActRequest;
import org.xenopolis.scheduler.Problems;
import org.xenopolis.scheduler.operations.Acceptance;

/** Checks what each kind of act needs. */
final class Requests {
    static final int CAUSE_MAX = 200;
    static final int GROUP_MAX = 64;
    /** Of sixteen groups with 64 rules each. */
    static final int RULES_MAX = 1_024;

    private Requests() {}

    static void check(ActRequest request) {
        if (!request.getTenantId().isEmpty()) {
            Problems.parse("tenant_id", request.getTenantId(), TenantId::of);
        }
        if (request.getCause().length() > CAUSE_MAX) {
            throw Problems.invalid("bad-cause", "A cause has at most " + CAUSE_MAX + " characters.");
        }
        if (request.getCause().equals(Acceptance.REPAIR)) {
            throw Problems.invalid("bad-cause", "Repairs are made from within.");
        }
        switch (request.getKind()) {
            case DELETE, START, STOP, REBOOT, PAUSE, UNPAUSE, SUSPEND, RESUME -> {}
            case RESIZE -> resize(request.getResizeTo());
            case SNAPSHOT -> Problems.parse("snapshot_image_id", request.getSnapshotImageId(), ImageId::of);
            case MIGRATE -> migrate(request);
            case ATTACH_VOLUME, DETACH_VOLUME -> Problems.parse("volume_id", request.getVolumeId(), VolumeId::of);
            case SET_RULES -> rules(request);
            case CREATE, EVACUATE, OPERATION_KIND_UNSPECIFIED, UNRECOGNIZED ->
                throw Problems.invalid("bad-kind", "This kind of operation cannot be asked for.");
        }
    }

    private static void resize(Resources to) {
        if (to.getVcpus() < 0 || to.getMemoryBytes() < 0 || to.getDiskBytes() < 0) {
            throw Problems.invalid("bad-size", "A size is not negative.");
        }
    }

    private static void rules(ActRequest request) {
        if (request.getRulesList().stream().anyMatch(network -> network.getRulesCount() > RULES_MAX)) {
            throw Problems.invalid("too-many", "A network card has at most " + RULES_MAX + " rules.");
        }
    }

    private static void migrate(ActRequest request) {
        if (!request.getTargetHostId().isEmpty()) {
            Problems.parse("target_host_id", request.getTargetHostId(), HostId::of);
        }
        request.getMoveWithList().forEach(other -> Problems.parse("move_with", other, InstanceId::of));
        if (request.getMoveWithCount() > GROUP_MAX
                || request.getMoveWithCount() > 0 && request.getTargetHostId().isEmpty()) {
            throw Problems.invalid("bad-group", "A group of at most " + GROUP_MAX + " moves to a host that is named.");
        }
        if (!request.getSourceHostId().isEmpty()) {
            Problems.parse("source_host_id", request.getSourceHostId(), HostId::of);
        }
    }
}
