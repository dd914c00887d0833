package org.xenopolis.planner.plans;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.xenopolis.contracts.hosts.RejectionCount;
import org.xenopolis.contracts.hosts.StuckGuest;
import org.xenopolis.contracts.plans.HostChange;
import org.xenopolis.contracts.plans.Plan;
import org.xenopolis.contracts.plans.PlanStep;
import org.xenopolis.planner.core.Proposal;
import org.xenopolis.planner.core.Stuck;

/** A plan as callers see it. */
final class PlanView {
    private PlanView() {}

    static Plan of(PlanRow row, List<StepRow> steps, Instant now) {
        Plan.Builder plan = preview(row).toBuilder()
                .setId(row.id.toString())
                .setGoal(row.goal)
                .setState(row.stateAt(now))
                .setHashHex(row.hashHex)
                .setCreatedAt(timestamp(row.createdAt))
                .setExpiresAt(timestamp(row.expiresAt))
                .setSummary(row.summary)
                .setMovesMax(row.movesMax)
                .setGeneration(row.generation);
        if (row.drainHostId != null) {
            plan.setDrainHostId(row.drainHostId.toString());
        }
        steps.forEach(step -> plan.addSteps(step(step)));
        return plan.build();
    }

    /** The part of a proposal that is only ever shown, as it is stored. */
    static byte[] preview(Proposal proposal) {
        Plan.Builder preview = Plan.newBuilder();
        proposal.hosts()
                .forEach(host -> preview.addHosts(HostChange.newBuilder()
                        .setHostId(host.host().toString())
                        .setHostName(host.name())
                        .setCpuBefore(host.cpuBefore())
                        .setCpuAfter(host.cpuAfter())
                        .setMemoryBefore(host.memoryBefore())
                        .setMemoryAfter(host.memoryAfter())));
        proposal.stuck().forEach(stuck -> preview.addStuck(stuck(stuck)));
        return preview.build().toByteArray();
    }

    private static StuckGuest stuck(Stuck stuck) {
        StuckGuest.Builder guest =
                StuckGuest.newBuilder().setInstanceId(stuck.instance().toString());
        stuck.reasons()
                .forEach(reason -> guest.addReasons(RejectionCount.newBuilder()
                        .setReason(reason.code())
                        .setHosts(reason.hosts())
                        .setSentence(reason.sentence())));
        return guest.build();
    }

    private static PlanStep step(StepRow row) {
        PlanStep.Builder step = PlanStep.newBuilder()
                .setNumber(row.number)
                .setInstanceId(row.instanceId.toString())
                .setFromHostId(row.fromHostId.toString())
                .setToHostId(row.toHostId.toString())
                .setEpoch(row.epoch)
                .setReason(row.reason)
                .setIfSkipped(row.ifSkipped)
                .setPredictedBytes(row.predictedBytes)
                .setPredictedCopyMillis(row.predictedCopyMillis)
                .setPredictedPauseMillis(row.predictedPauseMillis)
                .setState(row.state)
                .setOutcome(row.outcome)
                .setActualCopyMillis(Objects.requireNonNullElse(row.actualCopyMillis, 0L))
                .setActualPauseMillis(Objects.requireNonNullElse(row.actualPauseMillis, 0L));
        if (row.operationId != null) {
            step.setOperationId(row.operationId.toString());
        }
        return step.build();
    }

    private static Plan preview(PlanRow row) {
        try {
            return Plan.parseFrom(row.preview);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the stored preview of plan " + row.id + " is unreadable", e);
        }
    }

    static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
