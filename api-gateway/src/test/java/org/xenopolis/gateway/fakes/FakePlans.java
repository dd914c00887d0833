package org.xenopolis.gateway.fakes;

import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.xenopolis.contracts.plans.ApprovePlanRequest;
import org.xenopolis.contracts.plans.Automation;
import org.xenopolis.contracts.plans.ContinuePlanRequest;
import org.xenopolis.contracts.plans.GetLoadForecastRequest;
import org.xenopolis.contracts.plans.GetPlanRequest;
import org.xenopolis.contracts.plans.ListAutomationRequest;
import org.xenopolis.contracts.plans.ListAutomationResponse;
import org.xenopolis.contracts.plans.ListPlansRequest;
import org.xenopolis.contracts.plans.ListPlansResponse;
import org.xenopolis.contracts.plans.LoadForecast;
import org.xenopolis.contracts.plans.Plan;
import org.xenopolis.contracts.plans.PlanGoal;
import org.xenopolis.contracts.plans.PlanRegret;
import org.xenopolis.contracts.plans.PlanState;
import org.xenopolis.contracts.plans.PlansGrpc;
import org.xenopolis.contracts.plans.ProposePlanRequest;
import org.xenopolis.contracts.plans.ReplanRequest;
import org.xenopolis.kit.grpc.Replies;

/** The planner: plans without steps. */
final class FakePlans extends PlansGrpc.PlansImplBase {
    private final Map<String, Plan> plans = new ConcurrentSkipListMap<>();
    private final Map<PlanGoal, Automation> automation = new ConcurrentSkipListMap<>();

    @Override
    public void proposePlan(ProposePlanRequest request, StreamObserver<Plan> out) {
        Replies.reply(
                out,
                () -> plans.computeIfAbsent(
                        request.getPlanId(),
                        id -> Plan.newBuilder()
                                .setId(id)
                                .setGoal(request.getGoal())
                                .setState(PlanState.PROPOSED)
                                .setHashHex("ab".repeat(32))
                                .setGeneration(1)
                                .build()));
    }

    @Override
    public void getPlan(GetPlanRequest request, StreamObserver<Plan> out) {
        Replies.reply(out, () -> known(request.getPlanId()));
    }

    @Override
    public void listPlans(ListPlansRequest request, StreamObserver<ListPlansResponse> out) {
        Replies.reply(
                out,
                () -> ListPlansResponse.newBuilder().addAllPlans(plans.values()).build());
    }

    @Override
    public void approvePlan(ApprovePlanRequest request, StreamObserver<Plan> out) {
        Replies.reply(out, () -> become(request.getPlanId(), PlanState.APPROVED));
    }

    @Override
    public void cancelPlan(GetPlanRequest request, StreamObserver<Plan> out) {
        Replies.reply(out, () -> become(request.getPlanId(), PlanState.PLAN_CANCELLED));
    }

    @Override
    public void continuePlan(ContinuePlanRequest request, StreamObserver<Plan> out) {
        Replies.reply(out, () -> {
            Plan plan = known(request.getPlanId()).toBuilder()
                    .setReleasedPhase(request.getPhase() + 1)
                    .build();
            plans.put(plan.getId(), plan);
            return plan;
        });
    }

    @Override
    public void replan(ReplanRequest request, StreamObserver<Plan> out) {
        Replies.reply(
                out,
                () -> plans.computeIfAbsent(
                        request.getNewPlanId(),
                        id -> known(request.getPlanId()).toBuilder()
                                .setId(id)
                                .setState(PlanState.PROPOSED)
                                .setFollowsPlanId(request.getPlanId())
                                .build()));
    }

    @Override
    public void getRegret(GetPlanRequest request, StreamObserver<PlanRegret> out) {
        Replies.reply(
                out,
                () -> PlanRegret.newBuilder()
                        .setPlanId(known(request.getPlanId()).getId())
                        .setWorthIt(true)
                        .build());
    }

    @Override
    public void listAutomation(ListAutomationRequest request, StreamObserver<ListAutomationResponse> out) {
        Replies.reply(
                out,
                () -> ListAutomationResponse.newBuilder()
                        .addAllAutomation(automation.values())
                        .build());
    }

    @Override
    public void setAutomation(Automation request, StreamObserver<Automation> out) {
        Replies.reply(out, () -> {
            automation.put(request.getGoal(), request);
            return request;
        });
    }

    @Override
    public void getLoadForecast(GetLoadForecastRequest request, StreamObserver<LoadForecast> out) {
        Replies.reply(out, () -> LoadForecast.newBuilder().setHorizonMinutes(15).build());
    }

    private Plan become(String id, PlanState state) {
        Plan plan = known(id).toBuilder().setState(state).build();
        plans.put(id, plan);
        return plan;
    }

    private Plan known(String id) {
        Plan plan = plans.get(id);
        if (plan == null) {
            throw FakeInstances.notFound("plan");
        }
        return plan;
    }
}
