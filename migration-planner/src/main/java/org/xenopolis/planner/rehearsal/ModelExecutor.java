package org.xenopolis.planner.rehearsal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.xenopolis.planner.core.Phase;
import org.xenopolis.planner.core.Proposal;
import org.xenopolis.planner.core.Step;
import org.xenopolis.planner.core.execution.Turn;
import org.xenopolis.planner.core.execution.Turn.Progress;

/**
 * The executor with its table: it writes an operation down before it asks for it, so that it may die anywhere. What it
 * does next is decided by the same {@link Turn} as in the service.
 */
final class ModelExecutor {
    private final List<Step> steps;
    private final List<Phase> phases;
    private final ModelFleet fleet;
    private final SplittableRandom random;
    private final Turn.Limits limits;
    private final Map<Integer, Progress> progress = new HashMap<>();
    private final Map<Integer, Long> operations = new HashMap<>();
    private int releasedPhase = 1;
    private long lastOperation;
    private boolean isOver;

    ModelExecutor(Proposal proposal, ModelFleet fleet, SplittableRandom random, double struckOut) {
        this.steps = proposal.steps();
        this.phases = proposal.phases();
        this.fleet = fleet;
        this.random = random;
        this.limits = new Turn.Limits(random.nextInt(1, 4), random.nextInt(1, 20));
        for (Step step : steps) {
            boolean out = random.nextDouble() < struckOut;
            progress.put(step.number(), out ? Progress.NOT_MOVED : Progress.WAITING);
        }
    }

    boolean isOver() {
        return isOver;
    }

    Map<Integer, Progress> progress() {
        return progress;
    }

    /**
     * One look, as the service's.
     *
     * @param dies whether it ends at the worst place: an operation is written down and nobody was asked
     * @param refuses whether the scheduler refuses what it is asked now
     */
    void look(boolean dies, boolean refuses) {
        Turn turn = Turn.of(items(), releasedPhase, limits);
        turn.skip().keySet().forEach(number -> progress.put(number, Progress.NOT_MOVED));
        if (turn.isOver()) {
            isOver = true;
        } else if (turn.waitsForOperator()) {
            phases.stream()
                    .filter(phase -> phase.number() == releasedPhase)
                    .forEach(phase -> phase.hosts().forEach(fleet::returnToService));
            releasedPhase++;
        }
        follow(refuses);
        for (int number : turn.begin()) {
            operations.put(number, ++lastOperation);
            progress.put(number, Progress.MOVING);
            if (dies) {
                return;
            }
            submit(number, refuses);
        }
    }

    private void follow(boolean refuses) {
        for (Step step : steps) {
            if (progress.get(step.number()) != Progress.MOVING) {
                continue;
            }
            ModelMove move = fleet.moves().get(operations.getOrDefault(step.number(), 0L));
            if (move == null) {
                // Written down, but never asked for: somebody died in between.
                submit(step.number(), refuses);
            } else if (move.isOver()) {
                progress.put(
                        step.number(), move.phase == ModelMove.Phase.SUCCEEDED ? Progress.MOVED : Progress.NOT_MOVED);
            }
        }
    }

    private void submit(int number, boolean refuses) {
        Step step = steps.get(number - 1);
        Optional<String> refusal = refuses && random.nextInt(3) == 0
                ? Optional.of("refused for no reason")
                : fleet.submit(operations.getOrDefault(number, 0L), step);
        if (refusal.isPresent()) {
            progress.put(number, Progress.NOT_MOVED);
        }
    }

    private List<Turn.Item> items() {
        List<Turn.Item> items = new ArrayList<>();
        for (Step step : steps) {
            items.add(new Turn.Item(
                    step.number(),
                    step.from(),
                    step.to(),
                    step.after(),
                    step.phase(),
                    step.start().toMillis(),
                    step.block().first(),
                    progress.getOrDefault(step.number(), Progress.WAITING)));
        }
        return items;
    }
}
