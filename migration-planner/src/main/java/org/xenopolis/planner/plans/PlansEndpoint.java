package org.xenopolis.planner.plans;

import io.grpc.stub.StreamObserver;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.PlanId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
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
import org.xenopolis.contracts.plans.PlanRegret;
import org.xenopolis.contracts.plans.PlansGrpc;
import org.xenopolis.contracts.plans.ProposePlanRequest;
import org.xenopolis.contracts.plans.ReplanRequest;
import org.xenopolis.kit.grpc.Replies;
import org.xenopolis.planner.automation.AutomationTable;
import org.xenopolis.planner.core.Goal;

/** Plans over gRPC. */
@ApplicationScoped
@Unremovable
class PlansEndpoint extends PlansGrpc.PlansImplBase {
    private static final int MOVES_USUAL = 20;
    /** Of goals that are about whole hosts. */
    private static final int MOVES_OF_HOSTS = 1_000;

    private static final int HOSTS_MAX = 1_000;
    private static final int PAGE_USUAL = 50;
    private static final int PAGE_MAX = 200;

    private final PlanService plans;
    private final AutomationTable automation;
    private final LoadForecasts forecasts;

    PlansEndpoint(PlanService plans, AutomationTable automation, LoadForecasts forecasts) {
        this.plans = plans;
        this.automation = automation;
        this.forecasts = forecasts;
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

    @Override
    public void continuePlan(ContinuePlanRequest request, StreamObserver<Plan> out) {
        Replies.reply(out, () -> plans.release(id(request.getPlanId()), request.getPhase()));
    }

    @Override
    public void replan(ReplanRequest request, StreamObserver<Plan> out) {
        Replies.reply(out, () -> plans.replan(id(request.getPlanId()), id(request.getNewPlanId())));
    }

    @Override
    public void getRegret(GetPlanRequest request, StreamObserver<PlanRegret> out) {
        Replies.reply(out, () -> plans.regret(id(request.getPlanId())));
    }

    @Override
    public void listAutomation(ListAutomationRequest request, StreamObserver<ListAutomationResponse> out) {
        Replies.reply(
                out,
                () -> ListAutomationResponse.newBuilder()
                        .addAllAutomation(automation.all())
                        .build());
    }

    @Override
    public void setAutomation(Automation request, StreamObserver<Automation> out) {
        Replies.reply(out, () -> automation.set(request));
    }

    @Override
    public void getLoadForecast(GetLoadForecastRequest request, StreamObserver<LoadForecast> out) {
        Replies.reply(out, forecasts::now);
    }

    private static Goal goal(ProposePlanRequest request) {
        Set<String> named = new LinkedHashSet<>(request.getHostIdsList());
        if (!request.getDrainHostId().isEmpty()) {
            named.add(request.getDrainHostId());
        }
        List<HostId> hosts =
                named.stream().map(host -> parsed(host, HostId::of)).toList();
        if (hosts.size() > HOSTS_MAX) {
            throw invalid("A plan names at most " + HOSTS_MAX + " hosts.");
        }
        return switch (request.getGoal()) {
            case BALANCE -> new Goal.Balance(moves(request, MOVES_USUAL));
            case CONSOLIDATE -> new Goal.Consolidate(moves(request, MOVES_OF_HOSTS));
            case REPAIR -> new Goal.Repair(moves(request, MOVES_USUAL), failures(request));
            case DRAIN -> new Goal.Drain(requireAny(hosts), moves(request, MOVES_OF_HOSTS), request.getForce());
            case MAINTENANCE ->
                new Goal.Maintenance(
                        requireAny(hosts),
                        request.getGroupMax() == 0 ? hosts.size() : Math.max(1, request.getGroupMax()),
                        moves(request, Goal.MOVES_MAX),
                        request.getForce());
            case PLAN_GOAL_UNSPECIFIED, UNRECOGNIZED ->
                throw invalid("A plan needs a goal: BALANCE, DRAIN, CONSOLIDATE, REPAIR or MAINTENANCE.");
        };
    }

    private static int failures(ProposePlanRequest request) {
        if (request.getFailures() < 0 || request.getFailures() > Goal.Repair.FAILURES_MAX) {
            throw invalid("A fleet is made to bear 1 to " + Goal.Repair.FAILURES_MAX + " failures at once.");
        }
        return Math.max(1, request.getFailures());
    }

    private static List<HostId> requireAny(List<HostId> hosts) {
        if (hosts.isEmpty()) {
            throw invalid("The goal needs hosts to be named.");
        }
        return hosts;
    }

    private static int moves(ProposePlanRequest request, int usual) {
        int moves = request.getMovesMax() == 0 ? usual : request.getMovesMax();
        if (moves < 1 || moves > Goal.MOVES_MAX) {
            throw invalid("A plan has 1 to " + Goal.MOVES_MAX + " moves.");
        }
        return moves;
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
