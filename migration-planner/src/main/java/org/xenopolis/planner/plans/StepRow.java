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
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.contracts.plans.StepState;
import org.xenopolis.planner.core.MoveCost;
import org.xenopolis.planner.core.Step;

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

    static StepRow of(UUID plan, Step step) {
        StepRow row = new StepRow();
        row.planId = plan;
        row.number = step.number();
        row.instanceId = step.instance().value();
        row.fromHostId = step.from().value();
        row.toHostId = step.to().value();
        row.epoch = step.epoch().value();
        row.reason = step.reason();
        row.ifSkipped = step.ifSkipped();
        row.predictedBytes = step.cost().bytes();
        row.predictedCopyMillis = step.cost().copy().toMillis();
        row.predictedPauseMillis = step.cost().pause().toMillis();
        return row;
    }

    Step step() {
        return new Step(
                number,
                new InstanceId(instanceId),
                new HostId(fromHostId),
                new HostId(toHostId),
                new Epoch(epoch),
                reason,
                ifSkipped,
                new MoveCost(
                        predictedBytes,
                        Duration.ofMillis(predictedCopyMillis),
                        Duration.ofMillis(predictedPauseMillis)));
    }
}
