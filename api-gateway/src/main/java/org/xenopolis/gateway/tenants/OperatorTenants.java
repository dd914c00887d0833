package org.xenopolis.gateway.tenants;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.billing.TenantRequest;
import org.xenopolis.contracts.billing.TopUpRequest;
import org.xenopolis.gateway.core.Amounts;
import org.xenopolis.gateway.edge.Page;
import org.xenopolis.gateway.edge.PageQuery;
import org.xenopolis.gateway.edge.Problems;
import org.xenopolis.gateway.money.BalanceView;
import org.xenopolis.gateway.mutations.Answer;
import org.xenopolis.gateway.mutations.Change;
import org.xenopolis.gateway.mutations.Mutations;
import org.xenopolis.store.StoreFailures;

/** Tenants, as operators open, limit, fund and close them. */
@Path("/operator/v1/tenants")
@Tag(name = "operator: tenants")
@RolesAllowed("operator")
@RunOnVirtualThread
public class OperatorTenants {
    private final TenantDirectory directory;
    private final TenantOpening.Parts opening;
    private final Mutations mutations;
    private final DefaultQuota defaultQuota;

    OperatorTenants(
            TenantDirectory directory, TenantOpening.Parts opening, Mutations mutations, DefaultQuota defaultQuota) {
        this.directory = directory;
        this.opening = opening;
        this.mutations = mutations;
        this.defaultQuota = defaultQuota;
    }

    @POST
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TenantView.class)))
    public Response openTenant(@NotNull @Valid OpenTenant wish) {
        Amounts limits =
                wish.quota() == null ? defaultQuota.amounts() : wish.quota().amounts();
        return mutations.remote(new Change("tenants.open", wish.id(), wish), new TenantOpening(wish, limits, opening));
    }

    @GET
    public Page<TenantView> listTenants(@BeanParam PageQuery query) {
        return query.page(directory.list(query.paging()), this::withBalance, TenantView::id);
    }

    @GET
    @Path("/{id}")
    public TenantView getTenantAsOperator(UUID id) {
        return withBalance(directory.view(id));
    }

    @PUT
    @Path("/{id}/quota")
    @APIResponse(
            responseCode = "200",
            description = "Done",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TenantView.class)))
    public Response setQuota(UUID id, @NotNull @Valid QuotaView quota) {
        return mutations.local(
                new Change("tenants.quota", id, quota),
                (session, ids) -> known(session, id)
                        .chain(() -> opening.quotas().limit(session, id, quota.amounts()))
                        .onFailure(StoreFailures::isCheckViolation)
                        .transform(failure -> Problem.of(
                                        ErrorKind.CONFLICT,
                                        "quota-below-use",
                                        "The tenant holds more than that already.")
                                .because(failure))
                        .chain(() -> opening.facts().quotaChanged(session, id, quota.amounts()))
                        .chain(() -> directory.view(session, id))
                        .map(Answer::ok));
    }

    @POST
    @Path("/{id}/close")
    @APIResponse(
            responseCode = "200",
            description = "Done",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TenantView.class)))
    public Response closeTenant(UUID id) {
        Response answer = mutations.local(
                new Change("tenants.close", id, null),
                (session, ids) -> known(session, id)
                        .invoke(row -> row.state = Tenant.CLOSED)
                        .chain(session::flush)
                        .chain(() -> directory.view(session, id))
                        .map(Answer::ok));
        directory.forget(id);
        return answer;
    }

    @POST
    @Path("/{id}/top-ups")
    @APIResponse(
            responseCode = "200",
            description = "Done",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BalanceView.class)))
    public Response topUp(UUID id, @NotNull @Valid TopUp topUp) {
        directory.view(id);
        return mutations.remote(
                new Change("tenants.top-up", id, topUp),
                ids -> Answer.ok(BalanceView.of(opening.downstream()
                        .billing()
                        .topUp(TopUpRequest.newBuilder()
                                .setTenantId(id.toString())
                                .setMicros(topUp.amountMicros())
                                .setReference(topUp.reference() == null ? ids.entityText() : topUp.reference())
                                .setCause(topUp.cause() == null ? "operator" : topUp.cause())
                                .build()))));
    }

    private static Uni<Tenant> known(Mutiny.Session session, UUID id) {
        return session.find(Tenant.class, id).onItem().ifNull().failWith(Problems::notFound);
    }

    private TenantView withBalance(TenantView tenant) {
        return tenant.with(BalanceView.of(opening.downstream()
                .billing()
                .getBalance(TenantRequest.newBuilder()
                        .setTenantId(tenant.id().toString())
                        .build())));
    }
}
