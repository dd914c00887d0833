package org.xenopolis.gateway.operator;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.billing.DecideQuarantinedRequest;
import org.xenopolis.contracts.billing.GetQuarantinedRequest;
import org.xenopolis.contracts.billing.ListQuarantinedRequest;
import org.xenopolis.contracts.billing.QuarantinedLine;
import org.xenopolis.gateway.edge.Page;
import org.xenopolis.gateway.edge.PageQuery;
import org.xenopolis.gateway.money.UsageView;
import org.xenopolis.gateway.mutations.Answer;
import org.xenopolis.gateway.mutations.Change;
import org.xenopolis.gateway.mutations.Mutations;
import org.xenopolis.gateway.peers.Downstream;
import org.xenopolis.gateway.peers.Words;

/** Usage that a host proved and that is not billed as it is: looked at, released or discarded. */
@Path("/operator/v1/quarantine")
@Tag(name = "operator: quarantine")
@RolesAllowed("operator")
@RunOnVirtualThread
public class QuarantineResource {
    /** @param cause why, kept with the line */
    @Schema(name = "Decision")
    public record Decision(@NotBlank @Size(max = 200) String cause) {}

    /**
     * @param line what the host says; without a price while it is not billed
     * @param tenantId as the host says
     * @param outcome absent while it waits; BILLED or DISCARDED
     */
    @Schema(name = "QuarantinedLine")
    public record View(
            String id,
            UsageView line,
            String tenantId,
            String reason,
            String sentence,
            @Nullable Instant quarantinedAt,
            @Nullable String outcome,
            @Nullable String cause,
            @Nullable Instant decidedAt) {
        static View of(QuarantinedLine line) {
            return new View(
                    line.getId(),
                    UsageView.ofOperator(line.getLine()),
                    line.getTenantId(),
                    line.getReason(),
                    line.getSentence(),
                    Words.time(line.hasQuarantinedAt(), line.getQuarantinedAt()),
                    Words.orNull(line.getOutcome()),
                    Words.orNull(line.getCause()),
                    Words.time(line.hasDecidedAt(), line.getDecidedAt()));
        }
    }

    private final Downstream downstream;
    private final Mutations mutations;

    QuarantineResource(Downstream downstream, Mutations mutations) {
        this.downstream = downstream;
        this.mutations = mutations;
    }

    /** Those that wait; with {@code decided} also those that were billed or discarded by an operator. */
    @GET
    public Page<View> listQuarantined(
            @BeanParam PageQuery query,
            @QueryParam("tenantId") @Nullable UUID tenantId,
            @QueryParam("reason") @Nullable String reason,
            @QueryParam("decided") @DefaultValue("false") boolean decided) {
        ListQuarantinedRequest request = ListQuarantinedRequest.newBuilder()
                .setTenantId(Words.orEmpty(tenantId))
                .setReason(Words.orEmpty(reason))
                .setDecided(decided)
                .setPage(query.request())
                .build();
        return query.page(downstream.billing().listQuarantined(request).getLinesList(), View::of, View::id);
    }

    @GET
    @Path("/{id}")
    public View getQuarantined(UUID id) {
        return View.of(downstream
                .billing()
                .getQuarantined(
                        GetQuarantinedRequest.newBuilder().setId(id.toString()).build()));
    }

    /** Judges it again, as if it came now; whether it was billed is what {@code outcome} says. */
    @POST
    @Path("/{id}/release")
    @APIResponse(
            responseCode = "200",
            description = "Judged again: billed, or held again",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = View.class)))
    public Response releaseQuarantined(UUID id, @NotNull @Valid Decision decision) {
        return decide(
                "quarantine.release",
                id,
                decision,
                request -> downstream.billing().releaseQuarantined(request));
    }

    /** It is never billed. */
    @POST
    @Path("/{id}/discard")
    @APIResponse(
            responseCode = "200",
            description = "Never to be billed",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = View.class)))
    public Response discardQuarantined(UUID id, @NotNull @Valid Decision decision) {
        return decide(
                "quarantine.discard",
                id,
                decision,
                request -> downstream.billing().discardQuarantined(request));
    }

    private Response decide(
            String action, UUID id, Decision decision, Function<DecideQuarantinedRequest, QuarantinedLine> call) {
        DecideQuarantinedRequest request = DecideQuarantinedRequest.newBuilder()
                .setId(id.toString())
                .setCause(decision.cause())
                .build();
        return mutations.remote(new Change(action, id, decision), ids -> Answer.ok(View.of(call.apply(request))));
    }
}
