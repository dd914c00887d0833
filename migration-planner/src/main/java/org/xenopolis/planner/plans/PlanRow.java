package org.xenopolis.planner.plans;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
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

    @Column(name = "drain_host_id")
    @Nullable
    UUID drainHostId;

    @Column(name = "moves_max")
    int movesMax;

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

    Goal goal() {
        return drainHostId == null ? new Goal.Balance(movesMax) : new Goal.Drain(new HostId(drainHostId), movesMax);
    }

    void goal(Goal wanted) {
        movesMax = wanted.movesMax();
        switch (wanted) {
            case Goal.Balance balance -> goal = PlanGoal.BALANCE;
            case Goal.Drain drain -> {
                goal = PlanGoal.DRAIN;
                drainHostId = drain.host().value();
            }
        }
    }

    /** A proposal that nobody approved in time counts as expired, also before that was written down. */
    PlanState stateAt(Instant now) {
        return state == PlanState.PROPOSED && !expiresAt.isAfter(now) ? PlanState.EXPIRED : state;
    }
}
