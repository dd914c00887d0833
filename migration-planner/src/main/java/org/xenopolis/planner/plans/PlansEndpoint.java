package org.xenopolis.planner.plans;

import io.grpc.stub.StreamObserver;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.PlanId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.plans.ApprovePlanRequest;
import org.xenopolis.contracts.plans.GetPlanRequest;
import org.xenopolis.contracts.plans.ListPlansRequest;
import org.xenopolis.contracts.plans.ListPlansResponse;
import org.xenopolis.contracts.plans.Plan;
import org.xenopolis.contracts.plans.PlansGrpc;
import org.xenopolis.contracts.plans.ProposePlanRequest;
import org.xenopolis.kit.grpc.Replies;
import org.xenopolis.planner.core.Goal;

/** Plans over gRPC. */
@ApplicationScoped
@Unremovable
class PlansEndpoint extends PlansGrpc.PlansImplBase {
    private static final int MOVES_USUAL = 20;
    private static final int PAGE_USUAL = 50;
    private static final int PAGE_MAX = 200;

    private final PlanService plans;

    PlansEndpoint(PlanService plans) {
        this.plans = plans;
    }

    @Override
    public void proposePlan(ProposePlanRequest request, StreamObserver<Plan> out) {
        Replies.reply(out, () -> plans.propose(id(request.getPlanId()), goal(request)));
    }

    @Override
    public void getPlan(GetPlanRequest request, StreamObserver<Plan> out) {
        Replies.reply(out, () -> plans.get(id(request.getPlanId())));
    }

    @Override
    public void listPlans(ListPlansRequest request, StreamObserver<ListPlansResponse> out) {
        Replies.reply(out, () -> {
            String after = request.getPage().getAfterId();
            int limit = request.getPage().getLimit();
            if (limit < 0 || limit > PAGE_MAX) {
                throw invalid("A page has 1 to " + PAGE_MAX + " plans.");
            }
            return ListPlansResponse.newBuilder()
                    .addAllPlans(plans.list(
                            after.isEmpty() ? Optional.empty() : Optional.of(id(after)),
                            limit == 0 ? PAGE_USUAL : limit))
                    .build();
        });
    }

    @Override
    public void approvePlan(ApprovePlanRequest request, StreamObserver<Plan> out) {
        Replies.reply(
                out,
                () -> plans.approve(
                        id(request.getPlanId()),
                        request.getHashHex(),
                        Set.copyOf(request.getSkipStepsList()),
                        request.getCause()));
    }

    @Override
    public void cancelPlan(GetPlanRequest request, StreamObserver<Plan> out) {
        Replies.reply(out, () -> plans.cancel(id(request.getPlanId())));
    }

    private static Goal goal(ProposePlanRequest request) {
        int moves = request.getMovesMax() == 0 ? MOVES_USUAL : request.getMovesMax();
        if (moves < 1 || moves > Goal.MOVES_MAX) {
            throw invalid("A plan has 1 to " + Goal.MOVES_MAX + " moves.");
        }
        return switch (request.getGoal()) {
            case BALANCE -> new Goal.Balance(moves);
            case DRAIN -> new Goal.Drain(parsed(request.getDrainHostId(), HostId::of), moves);
            case CONSOLIDATE, REPAIR, MAINTENANCE, PLAN_GOAL_UNSPECIFIED, UNRECOGNIZED ->
                throw invalid("A plan needs a goal: BALANCE or DRAIN.");
        };
    }

    private static PlanId id(String text) {
        return parsed(text, PlanId::of);
    }

    private static <T> T parsed(String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw invalid("Not a canonical UUID.");
        }
    }

    private static RuntimeException invalid(String message) {
        return Problem.of(ErrorKind.INVALID, "invalid-plan-request", message).exception();
    }
}
