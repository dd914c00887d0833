package org.xenopolis.gateway.money;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.billing.ListUsageRequest;
import org.xenopolis.contracts.billing.QuoteRequest;
import org.xenopolis.contracts.billing.StatementRequest;
import org.xenopolis.contracts.billing.TenantRequest;
import org.xenopolis.gateway.edge.CurrentRequest;
import org.xenopolis.gateway.edge.CursorQuery;
import org.xenopolis.gateway.edge.Page;
import org.xenopolis.gateway.instances.Sizes;
import org.xenopolis.gateway.peers.Downstream;
import org.xenopolis.gateway.peers.Words;

/** Quotes, balance, usage and what is open. */
@Path("/v1")
@Tag(name = "money")
@RolesAllowed("tenant")
@RunOnVirtualThread
public class MoneyResource {
    private final Downstream downstream;
    private final CurrentRequest current;

    MoneyResource(Downstream downstream, CurrentRequest current) {
        this.downstream = downstream;
        this.current = current;
    }

    @POST
    @Path("/quotes")
    public QuoteView quote(@NotNull @Valid QuoteWish wish) {
        Sizes.Amount amount = Sizes.resolve(wish.size(), wish.vcpus(), wish.memoryMiB(), wish.diskMiB());
        return QuoteView.of(downstream
                .billing()
                .quote(QuoteRequest.newBuilder()
                        .setTenantId(current.tenant().toString())
                        .setResources(amount.resources())
                        .setDurationSeconds(wish.durationSeconds())
                        .setCpuUsedPercent(wish.cpuUsedPercent() == null ? 100 : wish.cpuUsedPercent())
                        .build()));
    }

    @GET
    @Path("/balance")
    public BalanceView getBalance() {
        return BalanceView.of(downstream
                .billing()
                .getBalance(TenantRequest.newBuilder()
                        .setTenantId(current.tenant().toString())
                        .build()));
    }

    @GET
    @Path("/usage")
    public Page<UsageView> listUsage(
            @BeanParam CursorQuery query,
            @QueryParam("instanceId") @Nullable UUID instanceId,
            @QueryParam("from") @Nullable Instant from,
            @QueryParam("until") @Nullable Instant until) {
        ListUsageRequest.Builder request = ListUsageRequest.newBuilder()
                .setTenantId(current.tenant().toString())
                .setInstanceId(Words.orEmpty(instanceId))
                .setPage(query.request());
        if (from != null) {
            request.setFrom(Words.time(from));
        }
        if (until != null) {
            request.setUntil(Words.time(until));
        }
        return query.page(
                downstream.billing().listUsage(request.build()).getLinesList(), UsageView::ofTenant, UsageView::id);
    }

    @GET
    @Path("/statement")
    public InvoiceView getStatement() {
        return InvoiceView.of(downstream
                .billing()
                .getStatement(StatementRequest.newBuilder()
                        .setTenantId(current.tenant().toString())
                        .build()));
    }
}
