package org.xenopolis.planner.plans;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.cluster.PlanId;
import org.xenopolis.contracts.plans.HostChange;
import org.xenopolis.contracts.plans.HostRegret;
import org.xenopolis.contracts.plans.Plan;
import org.xenopolis.contracts.plans.PlanRegret;
import org.xenopolis.contracts.plans.StepRegret;
import org.xenopolis.contracts.plans.StepState;
import org.xenopolis.planner.core.Regret;
import org.xenopolis.planner.experience.ExperienceTable;
import org.xenopolis.planner.loads.LoadHistory;
import org.xenopolis.store.Transactions;

/** Looks back at plans that have ended, once their hosts were watched for a while. */
@ApplicationScoped
class RegretWatch {
    private static final int PLANS_AT_ONCE_MAX = 20;

    private final Transactions transactions;
    private final PlanTable table;
    private final LoadHistory history;
    private final ExperienceTable experience;
    private final InstantSource clock;
    private final Duration watched;
    private final double cpuThreshold;

    RegretWatch(
            Transactions transactions,
            PlanTable table,
            LoadHistory history,
            ExperienceTable experience,
            InstantSource clock,
            @ConfigProperty(name = "xeno.plans.horizon", defaultValue = "PT15M") Duration watched,
            @ConfigProperty(name = "xeno.plans.cpu-threshold", defaultValue = "0.70") double cpuThreshold) {
        this.transactions = transactions;
        this.table = table;
        this.history = history;
        this.experience = experience;
        this.clock = clock;
        this.watched = watched;
        this.cpuThreshold = cpuThreshold;
    }

    Optional<PlanRegret> find(PlanId plan) {
        return transactions.call(session -> session.createNativeQuery(
                        "select encode(report, 'hex') from plan_regrets where plan_id = :id", String.class)
                .setParameter("id", plan.value())
                .getResultList()
                .map(found -> found.stream()
                        .findFirst()
                        .map(hex -> parsed(java.util.HexFormat.of().parseHex(hex)))));
    }

    /** Judges the plans whose time has come. */
    void look() {
        List<String> due = transactions.call(session -> session.createNativeQuery(
                        "select cast(id as text) from plans where ended_at <= :before and not watched order by ended_at limit "
                                + PLANS_AT_ONCE_MAX,
                        String.class)
                .setParameter("before", clock.instant().minus(watched))
                .getResultList());
        due.forEach(id -> judge(UUID.fromString(id)));
    }

    private void judge(UUID id) {
        PlanTable.Stored stored =
                transactions.call(session -> table.read(session, id)).getFirst();
        Instant ended = java.util.Objects.requireNonNull(stored.plan().endedAt);
        Plan plan = PlanView.preview(stored.plan());
        List<UUID> hosts = plan.getHostsList().stream()
                .map(host -> UUID.fromString(host.getHostId()))
                .toList();
        // The minute in which the last guest arrived is half the old load.
        Map<UUID, Double> seen = hosts.isEmpty()
                ? Map.of()
                : history.means(hosts, ended.plus(Duration.ofMinutes(1)), ended.plus(watched));
        List<Regret.OfHost> ofHosts = new ArrayList<>();
        for (HostChange host : plan.getHostsList()) {
            Double cpu = seen.get(UUID.fromString(host.getHostId()));
            ofHosts.add(new Regret.OfHost(
                    host.getCpuBefore(),
                    host.getCpuAfter(),
                    cpu == null ? OptionalDouble.empty() : OptionalDouble.of(cpu)));
        }
        List<StepRow> moved = stored.steps().stream()
                .filter(step -> step.state == StepState.MOVED && step.actualCopyMillis != null)
                .toList();
        Regret regret = Regret.of(
                ofHosts,
                moved.stream().map(RegretWatch::ofMove).toList(),
                cpuThreshold,
                plan.getBenefit().getPrice());
        PlanRegret report = report(id, plan, seen, moved, regret);
        transactions.call(session -> write(session, id, report)
                .chain(written -> written == 0
                        ? Uni.createFrom().voidItem()
                        : regret.hasPromised()
                                ? experience.kept(session, regret.benefitKept())
                                : Uni.createFrom().voidItem()));
    }

    private Uni<Integer> write(Mutiny.Session session, UUID id, PlanRegret report) {
        return session.createNativeQuery("update plans set watched = true where id = :id and not watched")
                .setParameter("id", id)
                .executeUpdate()
                .chain(updated -> updated == 0
                        ? Uni.createFrom().item(0)
                        : session.createNativeQuery(
                                        "insert into plan_regrets (plan_id, watched_at, report) values (:id, :at, :report)")
                                .setParameter("id", id)
                                .setParameter("at", clock.instant())
                                .setParameter("report", report.toByteArray())
                                .executeUpdate());
    }

    private PlanRegret report(UUID id, Plan plan, Map<UUID, Double> seen, List<StepRow> moved, Regret regret) {
        PlanRegret.Builder report = PlanRegret.newBuilder()
                .setPlanId(id.toString())
                .setWatchedAt(PlanView.timestamp(clock.instant()))
                .setExcessWithout(regret.excessWithout())
                .setExcessExpected(regret.excessExpected())
                .setExcessSeen(regret.excessSeen())
                .setBenefitKept(regret.benefitKept())
                .setCopyFactor(regret.copyFactor())
                .setPauseFactor(regret.pauseFactor())
                .setWorthIt(regret.worthIt());
        for (HostChange host : plan.getHostsList()) {
            Double cpu = seen.get(UUID.fromString(host.getHostId()));
            report.addHosts(HostRegret.newBuilder()
                    .setHostId(host.getHostId())
                    .setHostName(host.getHostName())
                    .setCpuBefore(host.getCpuBefore())
                    .setCpuExpected(host.getCpuAfter())
                    .setSeen(cpu != null)
                    .setCpuSeen(cpu == null ? 0 : cpu));
        }
        for (StepRow step : moved) {
            report.addSteps(StepRegret.newBuilder()
                    .setNumber(step.number)
                    .setInstanceId(step.instanceId.toString())
                    .setPredictedCopyMillis(step.predictedCopyMillis)
                    .setActualCopyMillis(orZero(step.actualCopyMillis))
                    .setPredictedPauseMillis(step.predictedPauseMillis)
                    .setActualPauseMillis(orZero(step.actualPauseMillis))
                    .setPredictedBytes(step.predictedBytes)
                    .setActualBytes(orZero(step.actualBytes)));
        }
        return report.build();
    }

    private static Regret.OfMove ofMove(StepRow step) {
        return new Regret.OfMove(
                step.predictedCopyMillis,
                orZero(step.actualCopyMillis),
                step.predictedPauseMillis,
                orZero(step.actualPauseMillis));
    }

    private static long orZero(@org.jspecify.annotations.Nullable Long value) {
        return value == null ? 0 : value;
    }

    private static PlanRegret parsed(byte[] report) {
        try {
            return PlanRegret.parseFrom(report);
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new IllegalStateException("a stored report is unreadable", e);
        }
    }
}
