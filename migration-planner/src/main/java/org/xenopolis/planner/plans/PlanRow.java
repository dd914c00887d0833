package org.xenopolis.planner.plans;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.HostId;
import org.xenopolis.contracts.plans.PlanGoal;
import org.xenopolis.contracts.plans.PlanState;
import org.xenopolis.planner.core.Goal;

/** A plan without its steps. */
@Entity
@Table(name = "plans")
class PlanRow {
    @Id
    UUID id = new UUID(0, 0);

    @Enumerated(EnumType.STRING)
    PlanGoal goal = PlanGoal.BALANCE;

    @Column(name = "host_ids")
    String hostIds = "";

    @Column(name = "group_max")
    int groupMax;

    @Column(name = "moves_max")
    int movesMax;

    boolean forced;

    int failures = 1;

    String currency = "";

    @Enumerated(EnumType.STRING)
    PlanState state = PlanState.PROPOSED;

    @Column(name = "hash_hex")
    String hashHex = "";

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;

    @Column(name = "expires_at")
    Instant expiresAt = Instant.EPOCH;

    String summary = "";

    byte[] preview = new byte[0];

    long generation = 1;

    @Column(name = "approved_by")
    String approvedBy = "";

    boolean open;

    @Column(name = "claimed_by")
    @Nullable
    UUID claimedBy;

    @Column(name = "claimed_until")
    @Nullable
    Instant claimedUntil;

    @Column(name = "released_phase")
    int releasedPhase = 1;

    boolean parked;

    @Column(name = "follows_plan_id")
    @Nullable
    UUID followsPlanId;

    @Column(name = "ended_at")
    @Nullable
    Instant endedAt;

    boolean watched;

    List<HostId> hosts() {
        return hostIds.isEmpty()
                ? List.of()
                : Arrays.stream(hostIds.split(",")).map(HostId::of).toList();
    }

    Goal goal() {
        return switch (goal) {
            case BALANCE -> new Goal.Balance(movesMax);
            case DRAIN -> new Goal.Drain(hosts(), movesMax, forced);
            case CONSOLIDATE -> new Goal.Consolidate(movesMax);
            case REPAIR -> new Goal.Repair(movesMax, failures);
            case MAINTENANCE -> new Goal.Maintenance(hosts(), groupMax, movesMax, forced);
            case PLAN_GOAL_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalStateException("a plan without a goal: " + id);
        };
    }

    void goal(Goal wanted) {
        movesMax = wanted.movesMax();
        forced = wanted.isForced();
        failures = wanted.failures();
        hostIds = wanted.hosts().stream().map(HostId::toString).collect(Collectors.joining(","));
        goal = switch (wanted) {
            case Goal.Balance balance -> PlanGoal.BALANCE;
            case Goal.Drain drain -> PlanGoal.DRAIN;
            case Goal.Consolidate consolidate -> PlanGoal.CONSOLIDATE;
            case Goal.Repair repair -> PlanGoal.REPAIR;
            case Goal.Maintenance maintenance -> {
                groupMax = maintenance.groupMax();
                yield PlanGoal.MAINTENANCE;
            }
        };
    }

    /** A proposal that nobody approved in time counts as expired, also before that was written down. */
    PlanState stateAt(Instant now) {
        return state == PlanState.PROPOSED && !expiresAt.isAfter(now) ? PlanState.EXPIRED : state;
    }
}
