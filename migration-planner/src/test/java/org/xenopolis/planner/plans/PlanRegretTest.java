package org.xenopolis.planner.plans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.Timestamp;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.common.FactHeader;
import org.xenopolis.contracts.facts.HostFact;
import org.xenopolis.contracts.facts.HostReported;
import org.xenopolis.contracts.hosts.GuestLoad;
import org.xenopolis.contracts.hosts.HostLoad;
import org.xenopolis.contracts.plans.HostChange;
import org.xenopolis.contracts.plans.HostRegret;
import org.xenopolis.contracts.plans.LoadForecast;
import org.xenopolis.contracts.plans.Plan;
import org.xenopolis.contracts.plans.PlanRegret;
import org.xenopolis.planner.Engines;
import org.xenopolis.planner.core.Goal;
import org.xenopolis.planner.experience.ExperienceTable;
import org.xenopolis.planner.loads.LoadHistory;
import org.xenopolis.planner.loads.Loads;

/** What was foretold, and whether it came. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class PlanRegretTest extends PlanScenario {
    @Inject
    RegretWatch regrets;

    @Inject
    ExperienceTable experience;

    @Inject
    LoadForecasts forecasts;

    @Inject
    LoadHistory history;

    @Inject
    Loads loads;

    @Test
    void anEndedPlanIsJudgedOnceItsHostsWereWatchedAndTeachesTheNext() throws InterruptedException {
        Plan plan = proposed();
        plans.approve(id(plan), plan.getHashHex(), Set.of(), "operator");
        run(id(plan));
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> plans.regret(id(plan)))
                // What is not found loses its code on the way out.
                .matches(refused -> refused.problem().kind() == ErrorKind.CONFLICT)
                .withMessageContaining("no-regret-yet");
        Instant ended = Instant.now().minus(Duration.ofMinutes(20));
        sql("update plans set ended_at = now() - interval '20 minutes' where id = cast(:id as uuid)", plan);
        sql(
                "update plan_steps set actual_copy_millis = 2 * predicted_copy_millis,"
                        + " actual_pause_millis = predicted_pause_millis where plan_id = cast(:id as uuid)",
                plan);
        for (HostChange host : plan.getHostsList()) {
            report(host.getHostId(), host.getCpuAfter(), ended.plus(Duration.ofMinutes(5)));
        }

        regrets.look();

        PlanRegret regret = plans.regret(id(plan));
        assertThat(regret.getBenefitKept()).isCloseTo(1, within(0.01));
        assertThat(regret.getCopyFactor()).isCloseTo(2, within(0.01));
        assertThat(regret.getHostsList()).allMatch(HostRegret::getSeen);
        assertThat(regret.getWorthIt()).isTrue();
        assertThat(experience.read().benefitKept()).isCloseTo(1, within(0.01));
    }

    @Test
    void aForecastIsMadeOfTheMinutesThatWereHeardAndItsErrorIsShown() {
        for (int minute = 1; minute <= 30; minute++) {
            report(hot.toString(), 0.8, Instant.now().minus(Duration.ofMinutes(minute)));
        }
        Plan plan = plans.propose(newId(), new Goal.Balance(5));

        assertThat(plan.getForecast().getGuests()).isEqualTo(guests.size());
        assertThat(plan.getForecast().getGuestsWithHistory()).isEqualTo(guests.size());
        assertThat(plan.getForecast().getMape()).isLessThan(0.01);
        assertThat(plan.getSummary()).contains("hot at 80 % CPU");
        LoadForecast seen = forecasts.now();
        assertThat(seen.getHostsList()).anySatisfy(host -> {
            assertThat(host.getHostName()).isEqualTo("hot");
            assertThat(host.getCpuForecast()).isCloseTo(0.8, within(0.01));
            assertThat(host.getCpuHistoryCount()).isEqualTo(60);
        });
    }

    @Test
    void anHourIsRolledUpOnce() {
        report(hot.toString(), 0.8, Instant.now());
        Instant inTheNextHour = Instant.now().plus(Duration.ofHours(1));

        history.rollUp(inTheNextHour);
        history.rollUp(inTheNextHour);

        assertThat(hours(hot.toString())).isEqualTo(1);
    }

    private long hours(String subject) {
        return transactions.call(session -> session.createNativeQuery(
                        "select count(*) from load_hours where subject_id = cast(:id as uuid)", Long.class)
                .setParameter("id", subject)
                .getSingleResult());
    }

    private void report(String host, double cpu, Instant at) {
        HostReported.Builder report =
                HostReported.newBuilder().setLoad(HostLoad.newBuilder().setCpuFraction(cpu));
        if (host.equals(hot.toString())) {
            guests.forEach(guest -> report.addGuestLoads(GuestLoad.newBuilder()
                    .setInstanceId(guest.toString())
                    .setCpuCores(1)
                    .setDirtyBytesPerSecond(1_000_000)));
        }
        HostFact fact = HostFact.newBuilder()
                .setHeader(FactHeader.newBuilder()
                        .setOccurredAt(Timestamp.newBuilder().setSeconds(at.getEpochSecond())))
                .setHostId(host)
                .setReported(report)
                .build();
        transactions.call(session -> loads.reported(session, fact).replaceWithVoid());
    }
}
