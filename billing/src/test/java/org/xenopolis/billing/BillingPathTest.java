package org.xenopolis.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.xenopolis.billing.audit.BooksAudit;
import org.xenopolis.billing.invoices.InvoiceCalls;
import org.xenopolis.billing.pricing.PricingCalls;
import org.xenopolis.billing.usage.UsageCalls;
import org.xenopolis.contracts.billing.GetInvoiceRequest;
import org.xenopolis.contracts.billing.Invoice;
import org.xenopolis.contracts.billing.IssueInvoiceRequest;
import org.xenopolis.contracts.billing.ListUsageRequest;
import org.xenopolis.contracts.billing.QuoteRequest;
import org.xenopolis.contracts.billing.StatementRequest;

@QuarkusTest
@QuarkusTestResource(BillingStack.class)
class BillingPathTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Inject
    Cloud cloud;

    @Inject
    InvoiceCalls invoices;

    @Inject
    PricingCalls pricing;

    @Inject
    UsageCalls usage;

    @Inject
    BooksAudit audit;

    @Test
    void billsFromTopUpToInvoice() {
        cloud.ensurePrices("EUR");
        UUID tenant = cloud.tenant(1_000_000);
        UUID instance = cloud.instance(tenant);
        assertThat(cloud.balance(tenant).getHeldMicros()).isEqualTo(26_000);
        SimulatedHost host = new SimulatedHost(UUID.randomUUID());
        cloud.enrol(host);

        cloud.report(host.batch(host.hour(instance, tenant, 0), host.hour(instance, tenant, 1)));
        await().atMost(PATIENCE).until(() -> cloud.ratedLines(tenant) == 2);

        // Half an hour of CPU, an hour of one GiB and ten of disk, twice.
        assertThat(cloud.balance(tenant).getBalanceMicros()).isEqualTo(1_000_000 - 2 * (10_000 + 5_000 + 1_000));
        assertThat(cloud.balance(tenant).getHeldMicros()).isZero();
        Invoice statement = invoices.statement(
                StatementRequest.newBuilder().setTenantId(tenant.toString()).build(), "EUR");
        assertThat(statement.getTotalMicros()).isEqualTo(32_000);
        Invoice invoice = invoices.issue(issue(tenant, UUID.randomUUID()));
        assertThat(invoice.getLinesList()).isEqualTo(statement.getLinesList());
        assertThat(invoices.issue(issue(tenant, UUID.fromString(invoice.getId()))))
                .isEqualTo(invoice);
        assertThat(invoices.verify(get(tenant, invoice)).getDifferencesList()).isEmpty();
        assertThat(usage.list(ListUsageRequest.newBuilder()
                                .setTenantId(tenant.toString())
                                .build())
                        .getLinesList())
                .extracting(line -> line.getMicros())
                .containsExactly(16_000L, 16_000L);
        assertThat(audit.run()).isEmpty();
    }

    @Test
    void quotesWhatAnHourWillCost() {
        cloud.ensurePrices("EUR");

        var quote = pricing.quote(
                QuoteRequest.newBuilder()
                        .setResources(Cloud.SMALL)
                        .setDurationSeconds(3600)
                        .setCpuUsedPercent(50)
                        .build(),
                Optional.empty());

        assertThat(quote.getTotalMicros()).isEqualTo(16_000);
    }

    private static IssueInvoiceRequest issue(UUID tenant, UUID id) {
        return IssueInvoiceRequest.newBuilder()
                .setTenantId(tenant.toString())
                .setInvoiceId(id.toString())
                .build();
    }

    private static GetInvoiceRequest get(UUID tenant, Invoice invoice) {
        return GetInvoiceRequest.newBuilder()
                .setTenantId(tenant.toString())
                .setInvoiceId(invoice.getId())
                .build();
    }
}
