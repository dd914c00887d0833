package org.xenopolis.billing.invoices;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HexFormat;
import java.util.UUID;
import org.xenopolis.billing.calls.Requests;
import org.xenopolis.billing.core.Statement;
import org.xenopolis.billing.pricing.PricingCalls;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.contracts.billing.GetInvoiceRequest;
import org.xenopolis.contracts.billing.Invoice;
import org.xenopolis.contracts.billing.InvoiceLine;
import org.xenopolis.contracts.billing.IssueInvoiceRequest;
import org.xenopolis.contracts.billing.ListInvoicesRequest;
import org.xenopolis.contracts.billing.ListInvoicesResponse;
import org.xenopolis.contracts.billing.StatementRequest;
import org.xenopolis.contracts.billing.VerifyInvoiceReply;

/** The calls about statements and invoices. */
@ApplicationScoped
public class InvoiceCalls {
    private final InvoiceService invoices;
    private final InvoiceVerifier verifier;

    InvoiceCalls(InvoiceService invoices, InvoiceVerifier verifier) {
        this.invoices = invoices;
        this.verifier = verifier;
    }

    /** @param currency that of the tenant's account */
    public Invoice statement(StatementRequest request, String currency) {
        TenantId tenant = Requests.tenant(request.getTenantId());
        Invoice.Builder message =
                Invoice.newBuilder().setTenantId(tenant.toString()).setCurrency(currency);
        invoices.statement(tenant).ifPresent(statement -> {
            message.setTotalMicros(statement.totalMicros());
            fill(message, statement);
        });
        return message.build();
    }

    public Invoice issue(IssueInvoiceRequest request) {
        return message(invoices.issue(Requests.tenant(request.getTenantId()), id(request.getInvoiceId())));
    }

    public Invoice get(GetInvoiceRequest request) {
        return message(invoices.get(Requests.tenant(request.getTenantId()), id(request.getInvoiceId())));
    }

    public ListInvoicesResponse list(ListInvoicesRequest request) {
        ListInvoicesResponse.Builder response = ListInvoicesResponse.newBuilder();
        invoices.list(
                        Requests.tenant(request.getTenantId()),
                        Requests.after(request.getPage()),
                        Requests.limit(request.getPage()))
                .forEach(invoice -> response.addInvoices(message(invoice)));
        return response.build();
    }

    public VerifyInvoiceReply verify(GetInvoiceRequest request) {
        var differences = verifier.differences(Requests.tenant(request.getTenantId()), id(request.getInvoiceId()));
        return VerifyInvoiceReply.newBuilder()
                .setMatches(differences.isEmpty())
                .addAllDifferences(differences)
                .build();
    }

    private static UUID id(String id) {
        return Requests.uuid(id, "invoice_id");
    }

    private static Invoice message(InvoiceRecord invoice) {
        Invoice.Builder message = Invoice.newBuilder()
                .setId(invoice.id().toString())
                .setTenantId(invoice.tenant().toString())
                .setNumber(invoice.number())
                .setCurrency(invoice.currency().getCurrencyCode())
                .setTotalMicros(invoice.totalMicros())
                .setIssuedAt(Requests.timestamp(invoice.issuedAt()));
        fill(message, invoice.statement());
        return message.build();
    }

    private static void fill(Invoice.Builder message, Statement statement) {
        message.setFrom(Requests.timestamp(statement.from()))
                .setUntil(Requests.timestamp(statement.until()))
                .setUsageLines(statement.usageLines())
                .setLinesHashHex(HexFormat.of().formatHex(statement.linesHash()));
        statement
                .lines()
                .forEach(line -> message.addLines(InvoiceLine.newBuilder()
                        .setInstanceId(line.instance().toString())
                        .setInstanceName(line.instanceName())
                        .setDimension(PricingCalls.dimension(line.dimension()))
                        .setQuantity(line.quantity().toString())
                        .setUnitLabel(line.unitLabel())
                        .setPriceBookVersion(line.priceBookVersion())
                        .setMicros(line.micros())
                        .setUsageLines(line.usageLines())
                        .setFrom(Requests.timestamp(line.from()))
                        .setUntil(Requests.timestamp(line.until()))));
    }
}
