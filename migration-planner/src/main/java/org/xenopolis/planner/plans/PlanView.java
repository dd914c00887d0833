package org.xenopolis.planner.plans;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.xenopolis.cluster.HostId;
import org.xenopolis.contracts.hosts.RejectionCount;
import org.xenopolis.contracts.hosts.StuckGuest;
import org.xenopolis.contracts.plans.HostChange;
import org.xenopolis.contracts.plans.Plan;
import org.xenopolis.contracts.plans.PlanBenefit;
import org.xenopolis.contracts.plans.PlanForecast;
import org.xenopolis.contracts.plans.PlanPhase;
import org.xenopolis.contracts.plans.PlanStep;
import org.xenopolis.planner.core.Benefit;
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
        plan.setGroupMax(row.groupMax)
                .setForce(row.forced)
                .setFailures(row.failures)
                .setCurrency(row.currency)
                .setPredictedCostMicros(steps.stream()
                        .mapToLong(step -> step.predictedCostMicros)
                        .sum())
                .setReleasedPhase(row.releasedPhase)
                .setApprovedBy(row.approvedBy);
        row.hosts().forEach(host -> plan.addHostIds(host.toString()));
        if (row.hosts().size() == 1) {
            plan.setDrainHostId(row.hostIds);
        }
        if (row.followsPlanId != null) {
            plan.setFollowsPlanId(row.followsPlanId.toString());
        }
        steps.forEach(step -> plan.addSteps(step(step)));
        return plan.build();
    }

    /** The part of a proposal that is only ever shown, as it is stored. */
    static byte[] preview(Proposal proposal, PlanForecast forecast) {
        Plan.Builder preview = Plan.newBuilder()
                .setForecast(forecast)
                .setBenefit(benefit(proposal.benefit(), forecast.getHorizonMinutes()))
                .setMakespanMillis(proposal.makespan().toMillis())
                .setBusiestNicMillis(proposal.busiestNic().toMillis());
        proposal.phases()
                .forEach(phase -> preview.addPhases(PlanPhase.newBuilder()
                        .setNumber(phase.number())
                        .addAllHostIds(
                                phase.hosts().stream().map(HostId::toString).toList())
                        .setSentence(phase.sentence())));
        proposal.hosts().forEach(host -> preview.addHosts(change(host)));
        proposal.stuck().forEach(stuck -> preview.addStuck(stuck(stuck)));
        return preview.build().toByteArray();
    }

    private static HostChange change(org.xenopolis.planner.core.HostChange host) {
        HostChange.Builder change = HostChange.newBuilder()
                .setHostId(host.host().toString())
                .setHostName(host.name())
                .setCpuBefore(host.before().cpu())
                .setCpuAfter(host.after().cpu())
                .setMemoryBefore(host.before().memory())
                .setMemoryAfter(host.after().memory());
        host.before().network().ifPresent(change::setNetworkBefore);
        host.after().network().ifPresent(change::setNetworkAfter);
        host.before().disk().ifPresent(change::setDiskBefore);
        host.after().disk().ifPresent(change::setDiskAfter);
        return change.build();
    }

    private static PlanBenefit benefit(Benefit benefit, int horizonMinutes) {
        return PlanBenefit.newBuilder()
                .setExcessBefore(benefit.excessBefore())
                .setExcessAfter(benefit.excessAfter())
                .setSpreadBefore(benefit.spreadBefore())
                .setSpreadAfter(benefit.spreadAfter())
                .setEmptyHostsBefore(benefit.emptyBefore())
                .setEmptyHostsAfter(benefit.emptyAfter())
                .setHostsThatCannotFailBefore(benefit.cannotFailBefore())
                .setHostsThatCannotFailAfter(benefit.cannotFailAfter())
                .setBytes(benefit.bytes())
                .setCopyMillis(benefit.copy().toMillis())
                .setPauseMillis(benefit.pause().toMillis())
                .setHorizonMinutes(horizonMinutes)
                .setGain(benefit.gain())
                .setPrice(benefit.price())
                .build();
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
                .setActualPauseMillis(Objects.requireNonNullElse(row.actualPauseMillis, 0L))
                .addAllAfter(row.after())
                .setPhase(row.phase)
                .setPredictedStartMillis(row.predictedStartMillis)
                .setForced(row.forced)
                .setBlock(row.block)
                .setPredictedCostMicros(row.predictedCostMicros);
        if (row.startedAt != null) {
            step.setStartedAt(timestamp(row.startedAt));
        }
        if (row.endedAt != null) {
            step.setEndedAt(timestamp(row.endedAt));
        }
        if (row.operationId != null) {
            step.setOperationId(row.operationId.toString());
        }
        return step.build();
    }

    static Plan preview(PlanRow row) {
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
