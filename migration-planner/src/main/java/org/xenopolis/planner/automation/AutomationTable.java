package org.xenopolis.planner.automation;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.plans.Automation;
import org.xenopolis.contracts.plans.AutomationMode;
import org.xenopolis.contracts.plans.PlanGoal;
import org.xenopolis.store.Transactions;

/** For each goal that names no host, what may happen by itself. */
@ApplicationScoped
public class AutomationTable {
    private static final String COLUMNS =
            "goal, mode, moves_max, bytes_max, pause_millis_max, interval_minutes, gain_min,"
                    + " cooldown_minutes, windows, generation,"
                    + " cast(extract(epoch from last_looked_at) as bigint), cast(last_plan_id as text)";

    private final Transactions transactions;

    AutomationTable(Transactions transactions) {
        this.transactions = transactions;
    }

    public List<Automation> all() {
        return transactions.call(session -> session.createNativeQuery(
                        "select " + COLUMNS + " from plan_automation order by goal", Object[].class)
                .getResultList()
                .map(rows -> rows.stream().map(AutomationTable::automation).toList()));
    }

    /** How long a guest that moved is left in peace by plans of this goal; those that name hosts do as BALANCE does. */
    public Duration cooldown(PlanGoal goal) {
        List<Automation> all = all();
        return all.stream()
                .filter(one -> one.getGoal() == goal)
                .findFirst()
                .or(() -> all.stream()
                        .filter(one -> one.getGoal() == PlanGoal.BALANCE)
                        .findFirst())
                .map(one -> Duration.ofMinutes(one.getCooldownMinutes()))
                .orElse(Duration.ZERO);
    }

    public Automation set(Automation wish) {
        requireValid(wish);
        int written = transactions.call(session -> session.createNativeQuery(
                        "update plan_automation set mode = :mode, moves_max = :moves, bytes_max = :bytes,"
                                + " pause_millis_max = :pause, interval_minutes = :interval, gain_min = :gain,"
                                + " cooldown_minutes = :cooldown, windows = :windows, generation = generation + 1"
                                + " where goal = :goal and (cast(:generation as bigint) = 0"
                                + " or generation = cast(:generation as bigint))")
                .setParameter("mode", wish.getMode().name())
                .setParameter("moves", wish.getMovesMax())
                .setParameter("bytes", wish.getBytesMax())
                .setParameter("pause", wish.getPauseMillisMax())
                .setParameter("interval", wish.getIntervalMinutes())
                .setParameter("gain", wish.getGainMin())
                .setParameter("cooldown", wish.getCooldownMinutes())
                .setParameter("windows", Windows.written(wish.getWindowsList()))
                .setParameter("goal", wish.getGoal().name())
                .setParameter("generation", wish.getGeneration())
                .executeUpdate());
        if (written == 0) {
            throw Problem.of(ErrorKind.CONFLICT, "automation-changed", "It was changed meanwhile; look at it again.")
                    .exception();
        }
        return all().stream()
                .filter(one -> one.getGoal() == wish.getGoal())
                .findFirst()
                .orElseThrow();
    }

    /** Whether this replica is the one that looks now: the interval has passed, and nobody else has noticed yet. */
    boolean begin(PlanGoal goal, Instant now) {
        return transactions.<Integer>call(session -> session.createNativeQuery(
                                "update plan_automation set last_looked_at = :now where goal = :goal"
                                        + " and mode <> 'MANUAL' and (last_looked_at is null or last_looked_at"
                                        + " <= cast(:now as timestamptz) - make_interval(mins => interval_minutes))")
                        .setParameter("now", now)
                        .setParameter("goal", goal.name())
                        .executeUpdate())
                == 1;
    }

    void proposed(PlanGoal goal, UUID plan) {
        transactions.call((Mutiny.Session session) -> session.createNativeQuery(
                        "update plan_automation set last_plan_id = :plan where goal = :goal")
                .setParameter("plan", plan)
                .setParameter("goal", goal.name())
                .executeUpdate());
    }

    private static void requireValid(Automation wish) {
        boolean hasGoal = wish.getGoal() == PlanGoal.BALANCE
                || wish.getGoal() == PlanGoal.CONSOLIDATE
                || wish.getGoal() == PlanGoal.REPAIR;
        boolean hasMode = wish.getMode() == AutomationMode.MANUAL
                || wish.getMode() == AutomationMode.APPROVE_SMALL
                || wish.getMode() == AutomationMode.FULL;
        boolean areFigures = wish.getMovesMax() >= 1
                && wish.getBytesMax() >= 0
                && wish.getPauseMillisMax() >= 0
                && wish.getIntervalMinutes() >= 1
                && wish.getGainMin() >= 0
                && wish.getCooldownMinutes() >= 0;
        if (!hasGoal || !hasMode || !areFigures || !Windows.areValid(wish.getWindowsList())) {
            throw Problem.of(
                            ErrorKind.INVALID,
                            "invalid-automation",
                            "It needs a goal that names no host, a mode, limits that are not negative and valid windows.")
                    .exception();
        }
    }

    private static Automation automation(Object[] row) {
        Automation.Builder automation = Automation.newBuilder()
                .setGoal(PlanGoal.valueOf((String) row[0]))
                .setMode(AutomationMode.valueOf((String) row[1]))
                .setMovesMax(((Number) row[2]).intValue())
                .setBytesMax(((Number) row[3]).longValue())
                .setPauseMillisMax(((Number) row[4]).longValue())
                .setIntervalMinutes(((Number) row[5]).intValue())
                .setGainMin(((Number) row[6]).doubleValue())
                .setCooldownMinutes(((Number) row[7]).intValue())
                .addAllWindows(Windows.read((String) row[8]))
                .setGeneration(((Number) row[9]).longValue());
        if (row[10] != null) {
            automation.setLastLookedAt(
                    com.google.protobuf.Timestamp.newBuilder().setSeconds(((Number) row[10]).longValue()));
        }
        if (row[11] != null) {
            automation.setLastPlanId((String) row[11]);
        }
        return automation.build();
    }
}
