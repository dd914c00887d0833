package org.xenopolis.gateway.operator;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.xenopolis.contracts.plans.ApprovePlanRequest;
import org.xenopolis.contracts.plans.ContinuePlanRequest;
import org.xenopolis.contracts.plans.GetPlanRequest;
import org.xenopolis.contracts.plans.ListPlansRequest;
import org.xenopolis.contracts.plans.Plan;
import org.xenopolis.contracts.plans.PlanGoal;
import org.xenopolis.contracts.plans.ProposePlanRequest;
import org.xenopolis.contracts.plans.ReplanRequest;
import org.xenopolis.gateway.edge.Page;
import org.xenopolis.gateway.edge.PageQuery;
import org.xenopolis.gateway.edge.Problems;
import org.xenopolis.gateway.mutations.Answer;
import org.xenopolis.gateway.mutations.Change;
import org.xenopolis.gateway.mutations.Mutations;
import org.xenopolis.gateway.peers.Downstream;

/** Migration plans: proposed by the planner, approved by an operator. */
@Path("/operator/v1/plans")
@Tag(name = "operator: plans")
@RolesAllowed("operator")
@RunOnVirtualThread
public class PlanResource {
    private final Downstream downstream;
    private final Mutations mutations;

    PlanResource(Downstream downstream, Mutations mutations) {
        this.downstream = downstream;
        this.mutations = mutations;
    }

    /** Plans against the fleet as it is now; executes nothing. */
    @POST
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PlanViews.View.class)))
    public Response proposePlan(@NotNull @Valid PlanViews.Propose wish) {
        boolean needsHosts = wish.goal().equals("DRAIN") || wish.goal().equals("MAINTENANCE");
        if (needsHosts && wish.hosts().isEmpty()) {
            throw Problems.invalid("hostIds", "must say which hosts");
        }
        boolean force = Boolean.TRUE.equals(wish.force());
        return mutations.remote(new Change(force ? "plans.propose-forced" : "plans.propose", null, wish), ids -> {
            Plan plan = downstream
                    .plans()
                    .proposePlan(ProposePlanRequest.newBuilder()
                            .setPlanId(ids.entityText())
                            .setGoal(PlanGoal.valueOf(wish.goal()))
                            .addAllHostIds(wish.hosts())
                            .setGroupMax(wish.groupMax() == null ? 0 : wish.groupMax())
                            .setMovesMax(wish.movesMax() == null ? 0 : wish.movesMax())
                            .setForce(force)
                            .setFailures(wish.failures() == null ? 0 : wish.failures())
                            .build());
            return Answer.created("/operator/v1/plans/" + plan.getId(), PlanViews.of(plan));
        });
    }

    @GET
    public Page<PlanViews.View> listPlans(@BeanParam PageQuery query) {
        ListPlansRequest request =
                ListPlansRequest.newBuilder().setPage(query.request()).build();
        return query.page(downstream.plans().listPlans(request).getPlansList(), PlanViews::of, PlanViews.View::id);
    }

    @GET
    @Path("/{id}")
    public PlanViews.View getPlan(UUID id) {
        return PlanViews.of(downstream.plans().getPlan(request(id)));
    }

    /** What is approved is what was read. */
    @POST
    @Path("/{id}/approve")
    @APIResponse(
            responseCode = "202",
            description = "Accepted, and goes on",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PlanViews.View.class)))
    public Response approvePlan(UUID id, @NotNull @Valid PlanViews.Approve approval) {
        List<Integer> skip = approval.skipSteps() == null ? List.of() : approval.skipSteps();
        ApprovePlanRequest request = ApprovePlanRequest.newBuilder()
                .setPlanId(id.toString())
                .setHashHex(approval.hash())
                .addAllSkipSteps(skip)
                .setCause("operator")
                .build();
        return mutations.remote(
                new Change("plans.approve", id, approval),
                ids -> Answer.accepted(
                        "/operator/v1/plans/" + id,
                        PlanViews.of(downstream.plans().approvePlan(request))));
    }

    @POST
    @Path("/{id}/cancel")
    @APIResponse(
            responseCode = "200",
            description = "Done",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PlanViews.View.class)))
    public Response cancelPlan(UUID id) {
        return mutations.remote(
                new Change("plans.cancel", id, null),
                ids -> Answer.ok(PlanViews.of(downstream.plans().cancelPlan(request(id)))));
    }

    /** The hosts of a phase are back in service: its guests go home, and the next hosts are emptied. */
    @POST
    @Path("/{id}/continue")
    @APIResponse(
            responseCode = "202",
            description = "Accepted, and goes on",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PlanViews.View.class)))
    public Response continuePlan(UUID id, @NotNull @Valid PlanViews.Continue wish) {
        ContinuePlanRequest request = ContinuePlanRequest.newBuilder()
                .setPlanId(id.toString())
                .setPhase(wish.phase())
                .setCause("operator")
                .build();
        return mutations.remote(
                new Change("plans.continue", id, wish),
                ids -> Answer.accepted(
                        "/operator/v1/plans/" + id,
                        PlanViews.of(downstream.plans().continuePlan(request))));
    }

    /** Plans what an ended plan left undone, against the fleet as it is now. */
    @POST
    @Path("/{id}/replan")
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PlanViews.View.class)))
    public Response replan(UUID id) {
        return mutations.remote(new Change("plans.replan", id, null), ids -> {
            Plan plan = downstream
                    .plans()
                    .replan(ReplanRequest.newBuilder()
                            .setPlanId(id.toString())
                            .setNewPlanId(ids.entityText())
                            .build());
            return Answer.created("/operator/v1/plans/" + plan.getId(), PlanViews.of(plan));
        });
    }

    /** What was forecast against what came; refused (no-regret-yet) until the plan has ended and its hosts were watched for a while. */
    @GET
    @Path("/{id}/regret")
    public RegretView getPlanRegret(UUID id) {
        return RegretView.of(downstream.plans().getRegret(request(id)));
    }

    private static GetPlanRequest request(UUID id) {
        return GetPlanRequest.newBuilder().setPlanId(id.toString()).build();
    }
}
