package org.xenopolis.gateway.money;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.xenopolis.contracts.billing.GetInvoiceRequest;
import org.xenopolis.contracts.billing.Invoice;
import org.xenopolis.contracts.billing.IssueInvoiceRequest;
import org.xenopolis.contracts.billing.ListInvoicesRequest;
import org.xenopolis.gateway.core.InvoiceCsv;
import org.xenopolis.gateway.edge.CurrentRequest;
import org.xenopolis.gateway.edge.Page;
import org.xenopolis.gateway.edge.PageQuery;
import org.xenopolis.gateway.mutations.Answer;
import org.xenopolis.gateway.mutations.Change;
import org.xenopolis.gateway.mutations.Mutations;
import org.xenopolis.gateway.peers.Downstream;
import org.xenopolis.gateway.peers.Words;

/** Invoices, as JSON and CSV. */
@Path("/v1/invoices")
@Tag(name = "money")
@RolesAllowed("tenant")
@RunOnVirtualThread
public class InvoiceResource {
    private static final List<String> COLUMNS = List.of(
            "invoice",
            "instanceId",
            "instanceName",
            "dimension",
            "quantity",
            "unit",
            "priceBookVersion",
            "micros",
            "currency",
            "usageLines",
            "from",
            "until");

    private final Downstream downstream;
    private final CurrentRequest current;
    private final Mutations mutations;

    InvoiceResource(Downstream downstream, CurrentRequest current, Mutations mutations) {
        this.downstream = downstream;
        this.current = current;
        this.mutations = mutations;
    }

    /** Closes everything open up to now. */
    @POST
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = InvoiceView.class)))
    public Response issueInvoice() {
        String tenant = current.tenant().toString();
        return mutations.remote(new Change("invoices.issue", null, null), ids -> {
            Invoice invoice = downstream
                    .billing()
                    .issueInvoice(IssueInvoiceRequest.newBuilder()
                            .setTenantId(tenant)
                            .setInvoiceId(ids.entityText())
                            .build());
            return Answer.created("/v1/invoices/" + invoice.getId(), InvoiceView.of(invoice));
        });
    }

    @GET
    public Page<InvoiceView> listInvoices(@BeanParam PageQuery query) {
        ListInvoicesRequest request = ListInvoicesRequest.newBuilder()
                .setTenantId(current.tenant().toString())
                .setPage(query.request())
                .build();
        return query.page(
                downstream.billing().listInvoices(request).getInvoicesList(),
                InvoiceView::of,
                invoice -> Words.orEmpty(invoice.id()));
    }

    @GET
    @Path("/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    public InvoiceView getInvoice(UUID id) {
        return InvoiceView.of(read(id));
    }

    @GET
    @Path("/{id}")
    @Produces("text/csv")
    public String getInvoiceAsCsv(UUID id) {
        InvoiceView invoice = InvoiceView.of(read(id));
        List<List<String>> rows = new ArrayList<>();
        rows.add(COLUMNS);
        for (InvoiceView.Line line : invoice.lines()) {
            rows.add(List.of(
                    Words.orEmpty(invoice.number()),
                    line.instanceId(),
                    line.instanceName(),
                    line.dimension(),
                    line.quantity(),
                    line.unitLabel(),
                    Integer.toString(line.priceBookVersion()),
                    Long.toString(line.micros()),
                    invoice.currency(),
                    Integer.toString(line.usageLines()),
                    Words.orEmpty(line.from()),
                    Words.orEmpty(line.until())));
        }
        return InvoiceCsv.write(rows);
    }

    @GET
    @Path("/{id}/verification")
    public InvoiceCheck verifyInvoice(UUID id) {
        var reply = downstream.billing().verifyInvoice(request(id));
        return new InvoiceCheck(reply.getMatches(), List.copyOf(reply.getDifferencesList()));
    }

    private Invoice read(UUID id) {
        return downstream.billing().getInvoice(request(id));
    }

    private GetInvoiceRequest request(UUID id) {
        return GetInvoiceRequest.newBuilder()
                .setTenantId(current.tenant().toString())
                .setInvoiceId(id.toString())
                .build();
    }
}
