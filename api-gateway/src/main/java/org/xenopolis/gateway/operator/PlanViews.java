package org.xenopolis.gateway.operator;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.plans.HostChange;
import org.xenopolis.contracts.plans.Plan;
import org.xenopolis.contracts.plans.PlanBenefit;
import org.xenopolis.contracts.plans.PlanForecast;
import org.xenopolis.contracts.plans.PlanStep;
import org.xenopolis.gateway.peers.Words;

/** Plans as operators propose, read and approve them. */
final class PlanViews {
    private PlanViews() {}

    /**
     * @param force DRAIN, MAINTENANCE: also guests whose tenants asked that they not be moved, or not for so long
     * @param failures REPAIR: hosts that may fail at once; 1 when absent
     */
    @Schema(name = "ProposePlan")
    public record Propose(
            @NotNull @Pattern(regexp = "BALANCE|DRAIN|CONSOLIDATE|REPAIR|MAINTENANCE")
            String goal,

            @Nullable UUID drainHostId,
            @Nullable @Size(max = 1_000) List<@NotNull UUID> hostIds,
            @Nullable @Min(1) Integer groupMax,
            @Nullable @Min(1) Integer movesMax,
            @Nullable Boolean force,
            @Nullable @Min(1) @Max(16) Integer failures) {
        /** All hosts that are named, in whichever of the two ways. */
        List<String> hosts() {
            Set<String> all = new LinkedHashSet<>();
            if (drainHostId != null) {
                all.add(drainHostId.toString());
            }
            if (hostIds != null) {
                hostIds.forEach(host -> all.add(host.toString()));
            }
            return List.copyOf(all);
        }
    }

    /** @param phase the one whose hosts are back in service */
    @Schema(name = "ContinuePlan")
    public record Continue(@Min(1) int phase) {}

    /** @param hash of the plan as it was read: another one is refused */
    @Schema(name = "ApprovePlan")
    public record Approve(
            @NotNull @Pattern(regexp = "[0-9a-f]{64}") String hash,
            @Nullable @Size(max = 1_000) List<@NotNull Integer> skipSteps) {}

    /** @param block the lowest number of the steps that begin with it or not at all: those of an affinity group */
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
            long actualPauseMillis,
            List<Integer> after,
            int phase,
            long predictedStartMillis,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            boolean forced,
            int block,
            long predictedCostMicros) {}

    /** The load that the plan was made for, and how far such forecasts were off in the hour before. */
    @Schema(name = "PlanForecast")
    public record Forecast(int horizonMinutes, int guests, int guestsWithHistory, double maeCores, double mape) {}

    @Schema(name = "PlanBenefit")
    public record Benefit(
            double excessBefore,
            double excessAfter,
            double spreadBefore,
            double spreadAfter,
            int emptyHostsBefore,
            int emptyHostsAfter,
            int hostsThatCannotFailBefore,
            int hostsThatCannotFailAfter,
            long bytes,
            long copyMillis,
            long pauseMillis,
            int horizonMinutes,
            double gain,
            double price) {}

    @Schema(name = "PlanPhase")
    public record Phase(int number, List<String> hostIds, String sentence) {}

    /** Shares; of network and disks only where it is known what the card carries and the disks can. */
    @Schema(name = "HostChange")
    public record Change(
            String hostId,
            String hostName,
            double cpuBefore,
            double cpuAfter,
            double memoryBefore,
            double memoryAfter,
            @Nullable Double networkBefore,
            @Nullable Double networkAfter,
            @Nullable Double diskBefore,
            @Nullable Double diskAfter) {}

    /**
     * @param currency of what moves are expected to cost the provider; absent where it has said no prices
     * @param predictedCostMicros of all moves, in millionths
     */
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
            List<HostViews.Stuck> stuck,
            List<String> hostIds,
            @Nullable Integer groupMax,
            long makespanMillis,
            long busiestNicMillis,
            Forecast forecast,
            Benefit benefit,
            List<Phase> phases,
            int releasedPhase,
            @Nullable String approvedBy,
            @Nullable String followsPlanId,
            boolean force,
            int failures,
            @Nullable String currency,
            long predictedCostMicros) {}

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
                plan.getStuckList().stream().map(HostViews.Stuck::of).toList(),
                plan.getHostIdsList(),
                plan.getGroupMax() == 0 ? null : plan.getGroupMax(),
                plan.getMakespanMillis(),
                plan.getBusiestNicMillis(),
                forecast(plan.getForecast()),
                benefit(plan.getBenefit()),
                plan.getPhasesList().stream()
                        .map(phase -> new Phase(phase.getNumber(), phase.getHostIdsList(), phase.getSentence()))
                        .toList(),
                plan.getReleasedPhase(),
                Words.orNull(plan.getApprovedBy()),
                Words.orNull(plan.getFollowsPlanId()),
                plan.getForce(),
                Math.max(1, plan.getFailures()),
                Words.orNull(plan.getCurrency()),
                plan.getPredictedCostMicros());
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
                step.getActualPauseMillis(),
                step.getAfterList(),
                step.getPhase(),
                step.getPredictedStartMillis(),
                Words.time(step.hasStartedAt(), step.getStartedAt()),
                Words.time(step.hasEndedAt(), step.getEndedAt()),
                step.getForced(),
                step.getBlock(),
                step.getPredictedCostMicros());
    }

    private static Forecast forecast(PlanForecast forecast) {
        return new Forecast(
                forecast.getHorizonMinutes(),
                forecast.getGuests(),
                forecast.getGuestsWithHistory(),
                forecast.getMaeCores(),
                forecast.getMape());
    }

    private static Benefit benefit(PlanBenefit benefit) {
        return new Benefit(
                benefit.getExcessBefore(),
                benefit.getExcessAfter(),
                benefit.getSpreadBefore(),
                benefit.getSpreadAfter(),
                benefit.getEmptyHostsBefore(),
                benefit.getEmptyHostsAfter(),
                benefit.getHostsThatCannotFailBefore(),
                benefit.getHostsThatCannotFailAfter(),
                benefit.getBytes(),
                benefit.getCopyMillis(),
                benefit.getPauseMillis(),
                benefit.getHorizonMinutes(),
                benefit.getGain(),
                benefit.getPrice());
    }

    private static Change change(HostChange change) {
        return new Change(
                change.getHostId(),
                change.getHostName(),
                change.getCpuBefore(),
                change.getCpuAfter(),
                change.getMemoryBefore(),
                change.getMemoryAfter(),
                change.hasNetworkBefore() ? change.getNetworkBefore() : null,
                change.hasNetworkAfter() ? change.getNetworkAfter() : null,
                change.hasDiskBefore() ? change.getDiskBefore() : null,
                change.hasDiskAfter() ? change.getDiskAfter() : null);
    }
}
