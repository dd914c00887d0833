package org.xenopolis.planner.plans;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.contracts.plans.StepState;
import org.xenopolis.planner.core.MoveCost;
import org.xenopolis.planner.core.Step;
import org.xenopolis.planner.core.Tariff;
import org.xenopolis.planner.core.execution.Turn;

/** A step and its progress. */
@Entity
@Table(name = "plan_steps")
@IdClass(StepRow.Key.class)
class StepRow {
    record Key(UUID planId, int number) implements Serializable {}

    @Id
    @Column(name = "plan_id")
    UUID planId = new UUID(0, 0);

    @Id
    int number;

    @Column(name = "instance_id")
    UUID instanceId = new UUID(0, 0);

    @Column(name = "from_host_id")
    UUID fromHostId = new UUID(0, 0);

    @Column(name = "to_host_id")
    UUID toHostId = new UUID(0, 0);

    long epoch;

    String reason = "";

    @Column(name = "if_skipped")
    String ifSkipped = "";

    @Column(name = "predicted_bytes")
    long predictedBytes;

    @Column(name = "predicted_copy_millis")
    long predictedCopyMillis;

    @Column(name = "predicted_pause_millis")
    long predictedPauseMillis;

    @Enumerated(EnumType.STRING)
    StepState state = StepState.WAITING;

    @Column(name = "operation_id")
    @Nullable
    UUID operationId;

    String outcome = "";

    @Column(name = "actual_copy_millis")
    @Nullable
    Long actualCopyMillis;

    @Column(name = "actual_pause_millis")
    @Nullable
    Long actualPauseMillis;

    @Column(name = "after_steps")
    String afterSteps = "";

    int phase = 1;

    @Column(name = "predicted_start_millis")
    long predictedStartMillis;

    @Column(name = "actual_bytes")
    @Nullable
    Long actualBytes;

    @Column(name = "started_at")
    @Nullable
    Instant startedAt;

    @Column(name = "ended_at")
    @Nullable
    Instant endedAt;

    boolean forced;

    @Column(name = "predicted_cost_micros")
    long predictedCostMicros;

    int block;

    @Column(name = "move_with")
    String moveWith = "";

    static StepRow of(UUID plan, Step step, Tariff tariff) {
        StepRow row = new StepRow();
        row.planId = plan;
        row.number = step.number();
        row.instanceId = step.instance().value();
        row.fromHostId = step.from().value();
        row.toHostId = step.to().value();
        row.epoch = step.epoch().value();
        row.afterSteps = step.after().stream().map(String::valueOf).collect(Collectors.joining(","));
        row.phase = step.phase();
        row.predictedStartMillis = step.start().toMillis();
        row.reason = step.reason();
        row.ifSkipped = step.ifSkipped();
        row.predictedBytes = step.cost().bytes();
        row.predictedCopyMillis = step.cost().copy().toMillis();
        row.predictedPauseMillis = step.cost().pause().toMillis();
        row.forced = step.isForced();
        row.predictedCostMicros = tariff.micros(step.cost());
        row.block = step.block().first();
        row.moveWith = step.block().others().stream()
                .sorted()
                .map(InstanceId::toString)
                .collect(Collectors.joining(","));
        return row;
    }

    Set<InstanceId> others() {
        return moveWith.isEmpty()
                ? Set.of()
                : Arrays.stream(moveWith.split(",")).map(InstanceId::of).collect(Collectors.toSet());
    }

    List<Integer> after() {
        return afterSteps.isEmpty()
                ? List.of()
                : Arrays.stream(afterSteps.split(",")).map(Integer::valueOf).toList();
    }

    /** As the executor's rules look at it. */
    Turn.Item item() {
        Turn.Progress progress =
                switch (state) {
                    case WAITING -> Turn.Progress.WAITING;
                    case MOVING -> Turn.Progress.MOVING;
                    case MOVED -> Turn.Progress.MOVED;
                    case REFUSED, STEP_FAILED, SKIPPED -> Turn.Progress.NOT_MOVED;
                    case STEP_STATE_UNSPECIFIED, UNRECOGNIZED ->
                        throw new IllegalStateException("a step without a state: " + planId + " " + number);
                };
        return new Turn.Item(
                number,
                new HostId(fromHostId),
                new HostId(toHostId),
                after(),
                phase,
                predictedStartMillis,
                block,
                progress);
    }

    Step step() {
        return new Step(
                number,
                new InstanceId(instanceId),
                new HostId(fromHostId),
                new HostId(toHostId),
                new Epoch(epoch),
                after(),
                phase,
                Duration.ofMillis(predictedStartMillis),
                reason,
                ifSkipped,
                new MoveCost(
                        predictedBytes,
                        Duration.ofMillis(predictedCopyMillis),
                        Duration.ofMillis(predictedPauseMillis)),
                new Step.Block(block, others()),
                forced);
    }
}
