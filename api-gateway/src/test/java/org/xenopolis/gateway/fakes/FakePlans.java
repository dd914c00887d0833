package org.xenopolis.gateway.fakes;

import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.xenopolis.contracts.plans.ApprovePlanRequest;
import org.xenopolis.contracts.plans.GetPlanRequest;
import org.xenopolis.contracts.plans.ListPlansRequest;
import org.xenopolis.contracts.plans.ListPlansResponse;
import org.xenopolis.contracts.plans.Plan;
import org.xenopolis.contracts.plans.PlanState;
import org.xenopolis.contracts.plans.PlansGrpc;
import org.xenopolis.contracts.plans.ProposePlanRequest;
import org.xenopolis.kit.grpc.Replies;

/** The planner: plans without steps. */
final class FakePlans extends PlansGrpc.PlansImplBase {
    private final Map<String, Plan> plans = new ConcurrentSkipListMap<>();

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
