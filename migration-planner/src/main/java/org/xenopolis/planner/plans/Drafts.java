package org.xenopolis.planner.plans;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.xenopolis.cluster.HostId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.plans.PlanForecast;
import org.xenopolis.planner.automation.AutomationTable;
import org.xenopolis.planner.core.Goal;
import org.xenopolis.planner.core.Planner;
import org.xenopolis.planner.core.Proposal;
import org.xenopolis.planner.core.Situation;
import org.xenopolis.planner.experience.ExperienceTable;
import org.xenopolis.planner.loads.Expectation;
import org.xenopolis.planner.loads.Forecasts;
import org.xenopolis.planner.loads.Loads;
import org.xenopolis.planner.scheduling.Scheduler;
import org.xenopolis.planner.scheduling.SnapshotReader;

/** Makes proposals: the fleet as it is, with the loads that are expected and what earlier plans taught. */
@ApplicationScoped
class Drafts {
    record Draft(Goal goal, Proposal proposal, PlanForecast forecast) {}

    private final Planner planner;
    private final Scheduler scheduler;
    private final Loads loads;
    private final Forecasts forecasts;
    private final ExperienceTable experience;
    private final AutomationTable automation;

    Drafts(
            Planner planner,
            Scheduler scheduler,
            Loads loads,
            Forecasts forecasts,
            ExperienceTable experience,
            AutomationTable automation) {
        this.planner = planner;
        this.scheduler = scheduler;
        this.loads = loads;
        this.forecasts = forecasts;
        this.experience = experience;
        this.automation = automation;
    }

    Draft of(Goal goal) {
        PlanRow row = new PlanRow();
        row.goal(goal);
        Expectation expected = expected(automation.cooldown(row.goal));
        for (HostId host : goal.hosts()) {
            if (expected.situation().cluster().host(host).isEmpty()) {
                throw Problem.of(ErrorKind.NOT_FOUND, "no-such-host", "There is no such host.")
                        .exception();
            }
        }
        return new Draft(goal, planner.plan(expected.situation(), goal), forecast(expected));
    }

    Expectation expected(Duration cooldown) {
        Situation now = loads.completed(SnapshotReader.read(scheduler.snapshot()));
        return forecasts.of(now.taught(experience.read()), cooldown);
    }

    private static PlanForecast forecast(Expectation expected) {
        return PlanForecast.newBuilder()
                .setHorizonMinutes(expected.horizonMinutes())
                .setGuests(expected.guests())
                .setGuestsWithHistory(expected.guestsWithHistory())
                .setMaeCores(expected.maeCores())
                .setMape(expected.mape())
                .build();
    }
}
