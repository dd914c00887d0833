package org.xenopolis.gateway.operator;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.plans.Automation;
import org.xenopolis.contracts.plans.AutomationMode;
import org.xenopolis.contracts.plans.PlanGoal;
import org.xenopolis.contracts.plans.TimeWindow;
import org.xenopolis.gateway.peers.Words;

/** What plans may do without being asked. */
final class AutomationViews {
    private AutomationViews() {}

    /** In UTC; a window whose end is not after its start goes on past midnight. @param days 1 is Monday; none: all */
    @Schema(name = "TimeWindow")
    public record Window(
            @Nullable @Size(max = 7) List<@NotNull @Min(1) @Max(7) Integer> days,
            @Min(0) @Max(1_439) int fromMinute,
            @Min(1) @Max(1_440) int toMinute) {
        static Window of(TimeWindow window) {
            return new Window(window.getDaysList(), window.getFromMinute(), window.getToMinute());
        }

        TimeWindow toMessage() {
            return TimeWindow.newBuilder()
                    .addAllDays(days == null ? List.of() : days)
                    .setFromMinute(fromMinute)
                    .setToMinute(toMinute)
                    .build();
        }
    }

    /** @param generation as it was read; absent overwrites */
    @Schema(name = "SetPlanAutomation")
    public record Wish(
            @NotNull @Pattern(regexp = "MANUAL|APPROVE_SMALL|FULL")
            String mode,

            @Min(1) int movesMax,
            @Min(0) long bytesMax,
            @Min(0) long pauseMillisMax,
            @Min(1) int intervalMinutes,
            @Min(0) double gainMin,
            @Min(0) int cooldownMinutes,
            @Nullable @Size(max = 50) List<@NotNull @Valid Window> windows,
            @Nullable Long generation) {
        Automation toMessage(PlanGoal goal) {
            return Automation.newBuilder()
                    .setGoal(goal)
                    .setMode(AutomationMode.valueOf(mode))
                    .setMovesMax(movesMax)
                    .setBytesMax(bytesMax)
                    .setPauseMillisMax(pauseMillisMax)
                    .setIntervalMinutes(intervalMinutes)
                    .setGainMin(gainMin)
                    .setCooldownMinutes(cooldownMinutes)
                    .addAllWindows((windows == null ? List.<Window>of() : windows)
                            .stream().map(Window::toMessage).toList())
                    .setGeneration(generation == null ? 0 : generation)
                    .build();
        }
    }

    @Schema(name = "PlanAutomation")
    public record View(
            String goal,
            String mode,
            int movesMax,
            long bytesMax,
            long pauseMillisMax,
            int intervalMinutes,
            double gainMin,
            int cooldownMinutes,
            List<Window> windows,
            long generation,
            @Nullable Instant lastLookedAt,
            @Nullable String lastPlanId) {
        static View of(Automation automation) {
            return new View(
                    automation.getGoal().name(),
                    automation.getMode().name(),
                    automation.getMovesMax(),
                    automation.getBytesMax(),
                    automation.getPauseMillisMax(),
                    automation.getIntervalMinutes(),
                    automation.getGainMin(),
                    automation.getCooldownMinutes(),
                    automation.getWindowsList().stream().map(Window::of).toList(),
                    automation.getGeneration(),
                    Words.time(automation.hasLastLookedAt(), automation.getLastLookedAt()),
                    Words.orNull(automation.getLastPlanId()));
        }
    }

    @Schema(name = "PlanAutomations")
    public record All(List<View> items) {}
}
