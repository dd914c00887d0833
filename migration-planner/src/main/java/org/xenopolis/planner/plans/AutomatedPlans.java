package org.xenopolis.planner.plans;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import org.xenopolis.cluster.PlanId;
import org.xenopolis.contracts.plans.Plan;
import org.xenopolis.contracts.plans.PlanForecast;
import org.xenopolis.contracts.plans.PlanGoal;
import org.xenopolis.kit.ids.IdSource;
import org.xenopolis.planner.automation.Autopilot;
import org.xenopolis.planner.core.Goal;
import org.xenopolis.planner.core.Proposal;

/** Plans that nobody asked for; they live as all others do. */
@ApplicationScoped
class AutomatedPlans implements Autopilot.Plans {
    private final Drafts drafts;
    private final PlanDesk desk;
    private final PlanService service;
    private final IdSource ids;
    private PlanForecast forecast = PlanForecast.getDefaultInstance();

    AutomatedPlans(Drafts drafts, PlanDesk desk, PlanService service, IdSource ids) {
        this.drafts = drafts;
        this.desk = desk;
        this.service = service;
        this.ids = ids;
    }

    @Override
    public boolean isOpen(PlanGoal goal) {
        return desk.isOpen(goal);
    }

    /** Asked by one thread, which proposes what it drafted last. */
    @Override
    public synchronized Proposal draft(Goal goal) {
        Drafts.Draft draft = drafts.of(goal);
        forecast = draft.forecast();
        return draft.proposal();
    }

    @Override
    public synchronized PlanId propose(Goal goal, Proposal drafted) {
        PlanId id = new PlanId(ids.next());
        desk.create(id, goal, drafted, new PlanDesk.Circumstances(forecast, Optional.empty()));
        return id;
    }

    @Override
    public void approve(PlanId plan, String cause) {
        Plan proposed = service.get(plan);
        service.approve(plan, proposed.getHashHex(), Set.of(), cause);
    }
}
