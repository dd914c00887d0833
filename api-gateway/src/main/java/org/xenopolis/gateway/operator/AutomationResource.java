package org.xenopolis.gateway.operator;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.xenopolis.contracts.plans.ListAutomationRequest;
import org.xenopolis.contracts.plans.PlanGoal;
import org.xenopolis.gateway.edge.Problems;
import org.xenopolis.gateway.mutations.Answer;
import org.xenopolis.gateway.mutations.Change;
import org.xenopolis.gateway.mutations.Mutations;
import org.xenopolis.gateway.peers.Downstream;

/** For each goal: whether plans are proposed and approved by themselves, and within which limits. */
@Path("/operator/v1/plan-automation")
@Tag(name = "operator: plans")
@RolesAllowed("operator")
@RunOnVirtualThread
public class AutomationResource {
    private final Downstream downstream;
    private final Mutations mutations;

    AutomationResource(Downstream downstream, Mutations mutations) {
        this.downstream = downstream;
        this.mutations = mutations;
    }

    @GET
    public AutomationViews.All listPlanAutomation() {
        return new AutomationViews.All(
                downstream
                        .plans()
                        .listAutomation(ListAutomationRequest.getDefaultInstance())
                        .getAutomationList()
                        .stream()
                        .map(AutomationViews.View::of)
                        .toList());
    }

    /** The goals that need no hosts to be named: BALANCE, CONSOLIDATE, REPAIR. */
    @PUT
    @Path("/{goal}")
    @APIResponse(
            responseCode = "200",
            description = "Done",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AutomationViews.View.class)))
    public Response setPlanAutomation(String goal, @NotNull @Valid AutomationViews.Wish wish) {
        PlanGoal of =
                switch (goal) {
                    case "BALANCE" -> PlanGoal.BALANCE;
                    case "CONSOLIDATE" -> PlanGoal.CONSOLIDATE;
                    case "REPAIR" -> PlanGoal.REPAIR;
                    default -> throw Problems.invalid("goal", "must be BALANCE, CONSOLIDATE or REPAIR");
                };
        return mutations.remote(
                new Change("plans.automate", goal, wish),
                ids -> Answer.ok(AutomationViews.View.of(downstream.plans().setAutomation(wish.toMessage(of)))));
    }
}
