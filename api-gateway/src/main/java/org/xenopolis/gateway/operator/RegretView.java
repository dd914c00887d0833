package org.xenopolis.gateway.operator;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.plans.HostRegret;
import org.xenopolis.contracts.plans.PlanRegret;
import org.xenopolis.contracts.plans.StepRegret;
import org.xenopolis.gateway.peers.Words;

/** Whether a plan was worth it: forecast against fact. */
@Schema(name = "PlanRegret")
public record RegretView(
        String planId,
        @Nullable Instant watchedAt,
        double excessWithout,
        double excessExpected,
        double excessSeen,
        double benefitKept,
        double copyFactor,
        double pauseFactor,
        boolean worthIt,
        List<Host> hosts,
        List<Step> steps) {
    /** @param cpuSeen absent where the host was not heard of */
    @Schema(name = "HostRegret")
    public record Host(
            String hostId,
            String hostName,
            double cpuBefore,
            double cpuExpected,
            @Nullable Double cpuSeen) {
        static Host of(HostRegret host) {
            return new Host(
                    host.getHostId(),
                    host.getHostName(),
                    host.getCpuBefore(),
                    host.getCpuExpected(),
                    host.getSeen() ? host.getCpuSeen() : null);
        }
    }

    @Schema(name = "StepRegret")
    public record Step(
            int number,
            String instanceId,
            long predictedCopyMillis,
            long actualCopyMillis,
            long predictedPauseMillis,
            long actualPauseMillis,
            long predictedBytes,
            long actualBytes) {
        static Step of(StepRegret step) {
            return new Step(
                    step.getNumber(),
                    step.getInstanceId(),
                    step.getPredictedCopyMillis(),
                    step.getActualCopyMillis(),
                    step.getPredictedPauseMillis(),
                    step.getActualPauseMillis(),
                    step.getPredictedBytes(),
                    step.getActualBytes());
        }
    }

    static RegretView of(PlanRegret regret) {
        return new RegretView(
                regret.getPlanId(),
                Words.time(regret.hasWatchedAt(), regret.getWatchedAt()),
                regret.getExcessWithout(),
                regret.getExcessExpected(),
                regret.getExcessSeen(),
                regret.getBenefitKept(),
                regret.getCopyFactor(),
                regret.getPauseFactor(),
                regret.getWorthIt(),
                regret.getHostsList().stream().map(Host::of).toList(),
                regret.getStepsList().stream().map(Step::of).toList());
    }
}
