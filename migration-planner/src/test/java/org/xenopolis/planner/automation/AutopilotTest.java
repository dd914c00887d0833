package org.xenopolis.planner.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.PlanId;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.plans.Automation;
import org.xenopolis.contracts.plans.AutomationMode;
import org.xenopolis.contracts.plans.PlanGoal;
import org.xenopolis.contracts.plans.TimeWindow;
import org.xenopolis.planner.Engines;
import org.xenopolis.planner.core.Benefit;
import org.xenopolis.planner.core.Goal;
import org.xenopolis.planner.core.MoveCost;
import org.xenopolis.planner.core.Proposal;
import org.xenopolis.planner.core.Step;

@QuarkusTest
@QuarkusTestResource(Engines.class)
class AutopilotTest {
    /** Far ahead of the clock that the service itself looks at. */
    private static final Instant MONDAY = Instant.parse("2040-03-05T23:30:00Z");

    private static int weeks;

    /** Later than whatever another test has written down. */
    private final Instant now = MONDAY.plus(Duration.ofDays(7L * ++weeks));

    @Inject
    AutomationTable table;

    @AfterEach
    void nothingByItselfInOtherTests() {
        table.set(rules(AutomationMode.MANUAL).build());
    }

    @ParameterizedTest
    @CsvSource({"MANUAL,1,", "APPROVE_SMALL,2,automation:APPROVE_SMALL", "APPROVE_SMALL,9,", "FULL,9,automation:FULL"})
    void theModeAndTheLimitsDecideWhatHappensByItself(AutomationMode mode, int moves, String cause) {
        table.set(rules(mode).build());
        FakePlans plans = new FakePlans(moves, 10);
        new Autopilot(table, InstantSource.fixed(now)).look(plans);

        assertThat(plans.proposed).hasSize(mode == AutomationMode.MANUAL ? 0 : 1);
        assertThat(plans.causes).isEqualTo(cause == null ? List.of() : List.of(cause));
    }

    @Test
    void nothingIsProposedTwiceWithinTheIntervalNorThatGainsTooLittleNorOutsideOfAWindow() {
        Automation set = table.set(rules(AutomationMode.FULL)
                .addWindows(
                        TimeWindow.newBuilder().addDays(1).setFromMinute(1_400).setToMinute(60))
                .build());
        assertThat(set.getWindowsList()).hasSize(1);
        FakePlans plans = new FakePlans(2, 10);
        look(plans, now.minus(Duration.ofHours(2)));
        assertThat(plans.proposed).as("before the window").isEmpty();
        look(plans, now);
        look(plans, now.plus(Duration.ofMinutes(5)));
        assertThat(plans.proposed).hasSize(1);
        look(plans, now.plus(Duration.ofMinutes(40)));
        assertThat(plans.proposed).as("past midnight, the interval over").hasSize(2);
        FakePlans poor = new FakePlans(2, 1);
        look(poor, now.plus(Duration.ofMinutes(70)));
        assertThat(poor.proposed).isEmpty();
        assertThat(table.all())
                .anySatisfy(one -> assertThat(one.getLastPlanId()).isNotEmpty());
    }

    @Test
    void whatWasChangedMeanwhileIsNotOverwritten() {
        Automation first = table.set(rules(AutomationMode.MANUAL).build());
        table.set(rules(AutomationMode.MANUAL)
                .setGeneration(first.getGeneration())
                .build());
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> table.set(rules(AutomationMode.FULL)
                        .setGeneration(first.getGeneration())
                        .build()))
                .withMessageContaining("automation-changed");
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> table.set(
                        rules(AutomationMode.FULL).setGoal(PlanGoal.DRAIN).build()))
                .withMessageContaining("invalid-automation");
    }

    private void look(FakePlans plans, Instant at) {
        new Autopilot(table, InstantSource.fixed(at)).look(plans);
    }

    private Automation.Builder rules(AutomationMode mode) {
        return Automation.newBuilder()
                .setGoal(PlanGoal.CONSOLIDATE)
                .setMode(mode)
                .setMovesMax(5)
                .setBytesMax(1_000)
                .setPauseMillisMax(100)
                .setIntervalMinutes(30)
                .setGainMin(2);
    }

    private static final class FakePlans implements Autopilot.Plans {
        private final List<Goal> proposed = new ArrayList<>();
        private final List<String> causes = new ArrayList<>();
        private final Proposal proposal;

        FakePlans(int moves, double gain) {
            List<Step> steps = new ArrayList<>();
            for (int number = 1; number <= moves; number++) {
                steps.add(new Step(
                        number,
                        new InstanceId(new UUID(0, number)),
                        new HostId(new UUID(1, 1)),
                        new HostId(new UUID(1, 2)),
                        new Epoch(1),
                        List.of(),
                        1,
                        Duration.ZERO,
                        "",
                        "",
                        new MoveCost(10, Duration.ofSeconds(1), Duration.ofMillis(50)),
                        Step.Block.of(number),
                        false));
            }
            Benefit benefit = new Benefit(0, 0, 0, 0, 0, 0, 0, 0, 10L * moves, Duration.ZERO, Duration.ZERO, gain, 1);
            this.proposal =
                    new Proposal(steps, List.of(), List.of(), List.of(), "", benefit, Duration.ZERO, Duration.ZERO);
        }

        @Override
        public boolean isOpen(PlanGoal goal) {
            return false;
        }

        @Override
        public Proposal draft(Goal goal) {
            return proposal;
        }

        @Override
        public PlanId propose(Goal goal, Proposal drafted) {
            proposed.add(goal);
            return new PlanId(UUID.randomUUID());
        }

        @Override
        public void approve(PlanId plan, String cause) {
            causes.add(cause);
        }
    }
}
