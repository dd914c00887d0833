package org.xenopolis.gateway.operator;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.plans.HostChange;
import org.xenopolis.contracts.plans.Plan;
import org.xenopolis.contracts.plans.PlanStep;
import org.xenopolis.gateway.peers.Words;

/** Plans as operators propose, read and approve them. */
final class PlanViews {
    private PlanViews() {}

    @Schema(name = "ProposePlan")
    public record Propose(
            @NotNull @Pattern(regexp = "BALANCE|DRAIN") String goal,
            @Nullable UUID drainHostId,
            @Nullable @Min(1) Integer movesMax) {}

    /** @param hash of the plan as it was read: another one is refused */
    @Schema(name = "ApprovePlan")
    public record Approve(
            @NotNull @Pattern(regexp = "[0-9a-f]{64}") String hash,
            @Nullable @Size(max = 1_000) List<@NotNull Integer> skipSteps) {}

    @Schema(name = "PlanStep")
    public record Step(
            int number,
            String instanceId,
            String fromHostId,
            String toHostId,
            String reason,
            @Nullable String ifSkipped,
            long predictedCopyMillis,
            long predictedPauseMillis,
            long predictedBytes,
            String state,
            @Nullable String operationId,
            @Nullable String outcome,
            long actualCopyMillis,
            long actualPauseMillis) {}

    @Schema(name = "HostChange")
    public record Change(
            String hostId,
            String hostName,
            double cpuBefore,
            double cpuAfter,
            double memoryBefore,
            double memoryAfter) {}

    @Schema(name = "Plan")
    public record View(
            String id,
            String goal,
            String state,
            String hash,
            String summary,
            @Nullable Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable String drainHostId,
            int movesMax,
            long generation,
            List<Step> steps,
            List<Change> hosts,
            List<HostViews.Stuck> stuck) {}

    static View of(Plan plan) {
        return new View(
                plan.getId(),
                plan.getGoal().name(),
                plan.getState().name().replace("PLAN_", ""),
                plan.getHashHex(),
                plan.getSummary(),
                Words.time(plan.hasCreatedAt(), plan.getCreatedAt()),
                Words.time(plan.hasExpiresAt(), plan.getExpiresAt()),
                Words.orNull(plan.getDrainHostId()),
                plan.getMovesMax(),
                plan.getGeneration(),
                plan.getStepsList().stream().map(PlanViews::step).toList(),
                plan.getHostsList().stream().map(PlanViews::change).toList(),
                plan.getStuckList().stream().map(HostViews.Stuck::of).toList());
    }

    private static Step step(PlanStep step) {
        return new Step(
                step.getNumber(),
                step.getInstanceId(),
                step.getFromHostId(),
                step.getToHostId(),
                step.getReason(),
                Words.orNull(step.getIfSkipped()),
                step.getPredictedCopyMillis(),
                step.getPredictedPauseMillis(),
                step.getPredictedBytes(),
                step.getState().name().replace("STEP_", ""),
                Words.orNull(step.getOperationId()),
                Words.orNull(step.getOutcome()),
                step.getActualCopyMillis(),
                step.getActualPauseMillis());
    }

    private static Change change(HostChange change) {
        return new Change(
                change.getHostId(),
                change.getHostName(),
                change.getCpuBefore(),
                change.getCpuAfter(),
                change.getMemoryBefore(),
                change.getMemoryAfter());
    }
}
