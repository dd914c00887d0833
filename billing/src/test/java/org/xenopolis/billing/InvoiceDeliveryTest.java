package org.xenopolis.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xenopolis.billing.audit.BooksAudit;
import org.xenopolis.billing.invoices.InvoiceCalls;
import org.xenopolis.contracts.billing.GetInvoiceRequest;
import org.xenopolis.contracts.billing.Invoice;
import org.xenopolis.contracts.billing.IssueInvoiceRequest;
import org.xenopolis.contracts.usage.UsageBatch;
import org.xenopolis.contracts.usage.UsageBody;
import org.xenopolis.contracts.usage.UsageLine;

/** The same usage, delivered in many ways, is the same invoice; another usage is found out. */
@QuarkusTest
@QuarkusTestResource(BillingStack.class)
class InvoiceDeliveryTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int LINES_PER_HOST = 40;
    private static final int TENANTS = 2;
    private static final String CURRENCY = "CHF";

    @Inject
    Cloud cloud;

    @Inject
    InvoiceCalls invoices;

    @Inject
    BooksAudit audit;

    @Inject
    TestClock clock;

    private final List<UUID> tenants = new ArrayList<>();
    private final Map<UUID, UUID> tenantByInstance = new TreeMap<>();

    @AfterEach
    void resetClock() {
        clock.follow();
    }

    @Test
    void makesTheSameInvoiceOfTheSameUsageHoweverItIsDelivered() {
        cloud.ensurePrices(CURRENCY);
        openTenants();
        List<SimulatedHost> hosts = List.of(new SimulatedHost(UUID.randomUUID()), new SimulatedHost(UUID.randomUUID()));
        hosts.forEach(cloud::enrol);
        Map<SimulatedHost, List<UsageLine>> lines = new TreeMap<>((a, b) -> a.id.compareTo(b.id));
        hosts.forEach(host -> lines.put(host, lines(host, new SplittableRandom(host.id.hashCode()))));
        UUID invoiceId = UUID.randomUUID();

        List<List<String>> outcomes = new ArrayList<>();
        for (long seed = 0; seed < 5; seed++) {
            outcomes.add(deliver(lines, seed, invoiceId));
        }

        assertThat(outcomes).allMatch(outcome -> outcome.equals(outcomes.getFirst()));
    }

    @Test
    void findsOutWhenALineWasTamperedWith() {
        cloud.ensurePrices("EUR");
        UUID tenant = cloud.tenant(1_000_000);
        UUID instance = cloud.instance(tenant);
        SimulatedHost host = new SimulatedHost(UUID.randomUUID());
        cloud.enrol(host);
        cloud.report(host.batch(host.hour(instance, tenant, 0), host.hour(instance, tenant, 1)));
        await().atMost(PATIENCE).until(() -> cloud.ratedLines(tenant) == 2);
        Invoice invoice = invoices.issue(issue(tenant, UUID.randomUUID()));
        assertThat(differences(tenant, invoice)).isEmpty();

        String line = " where sequence = 1 and tenant_id = '" + tenant + "'";
        cloud.execute("update rated_lines set micros = micros - 1" + line);
        assertThat(differences(tenant, invoice)).anyMatch(difference -> difference.contains("costs"));
        cloud.execute("update rated_lines set micros = micros + 1" + line);
        cloud.execute("update rated_lines set body = set_byte(body, 45, get_byte(body, 45) # 1)" + line);
        assertThat(differences(tenant, invoice)).anyMatch(difference -> difference.contains("hash"));
        cloud.execute("update rated_lines set body = set_byte(body, 45, get_byte(body, 45) # 1)" + line);
        cloud.execute("update rated_lines set invoice_id = null" + line);
        assertThat(differences(tenant, invoice)).anyMatch(difference -> difference.contains("usage lines"));
        assertThat(audit.run()).containsKey("CLEARING");
        cloud.execute("update rated_lines set invoice_id = '" + invoice.getId() + "'" + line);
        assertThat(differences(tenant, invoice)).isEmpty();
    }

    @Test
    void numbersInvoicesWithoutAGapEvenWhenTheyComeAtOnce() throws Exception {
        cloud.ensurePrices("EUR");
        SimulatedHost host = new SimulatedHost(UUID.randomUUID());
        cloud.enrol(host);
        List<UUID> payers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            UUID tenant = cloud.tenant(1_000_000);
            payers.add(tenant);
            cloud.report(host.batch(host.hour(cloud.instance(tenant), tenant, i)));
        }
        await().atMost(PATIENCE).until(() -> payers.stream().allMatch(tenant -> cloud.ratedLines(tenant) == 1));
        clock.standStillAt(Instant.parse("2199-01-01T00:00:00Z"));

        List<Thread> threads = payers.stream()
                .map(tenant -> Thread.ofVirtual().start(() -> invoices.issue(issue(tenant, UUID.randomUUID()))))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(cloud.count("select count(*) from invoices where number between '2199-000001' and '2199-000008'"))
                .isEqualTo(8);
        assertThat(cloud.count("select count(*) from invoices where number like '2199-%'"))
                .isEqualTo(8);
    }

    private void openTenants() {
        for (int i = 0; i < TENANTS; i++) {
            UUID tenant = cloud.tenant(100_000_000, CURRENCY);
            tenants.add(tenant);
            for (int j = 0; j < 3; j++) {
                tenantByInstance.put(cloud.instance(tenant), tenant);
            }
        }
    }

    private List<UsageLine> lines(SimulatedHost host, SplittableRandom random) {
        List<UUID> instances = List.copyOf(tenantByInstance.keySet());
        List<UsageLine> lines = new ArrayList<>();
        for (int i = 0; i < LINES_PER_HOST; i++) {
            UUID instance = instances.get(random.nextInt(instances.size()));
            UUID tenant = tenantByInstance.getOrDefault(instance, instance);
            UsageBody.Builder body = host.hour(instance, tenant, i)
                    .setBootId("boot of " + host.id)
                    .setCpuNanos(random.nextLong(3_600_000_000_000L))
                    .setMemoryBytes(random.nextLong(1L << 36))
                    .setDiskReadBytes(random.nextLong(1L << 30));
            lines.addAll(host.batch(body).getLinesList());
        }
        return lines;
    }

    /** Everything afresh; then the same lines, cut, mixed and repeated by chance. Gives the invoices' bytes. */
    private List<String> deliver(Map<SimulatedHost, List<UsageLine>> lines, long seed, UUID invoiceId) {
        clock.standStillAt(Instant.parse("2030-01-01T00:00:00Z"));
        cloud.execute("truncate rated_lines, invoices, invoice_lines, invoice_numbers, host_chains, usage_batches,"
                + " ledger_entries, postings");
        cloud.execute("update accounts set balance_micros = 0");
        List<String> reported = cloud.report(batches(lines, seed));
        long expected = (long) LINES_PER_HOST * lines.size();
        await().atMost(PATIENCE)
                .until(() -> tenants.stream().mapToLong(cloud::ratedLines).sum() == expected);
        // Nor does a repetition come when everything is made afresh again.
        await().atMost(PATIENCE)
                .until(() ->
                        cloud.heard(reported) && lines.keySet().stream().allMatch(host -> cloud.parked(host) == 0));
        List<String> made = new ArrayList<>();
        for (int i = 0; i < tenants.size(); i++) {
            UUID id = new UUID(invoiceId.getMostSignificantBits(), invoiceId.getLeastSignificantBits() + i);
            Invoice invoice = invoices.issue(issue(tenants.get(i), id));
            assertThat(differences(tenants.get(i), invoice)).isEmpty();
            made.add(HexFormat.of().formatHex(invoice.toByteArray()));
        }
        return made;
    }

    private static List<UsageBatch> batches(Map<SimulatedHost, List<UsageLine>> lines, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<UsageBatch> batches = new ArrayList<>();
        // Twice: each line comes at least in two batches that are cut differently.
        for (int copy = 0; copy < 2; copy++) {
            lines.forEach((host, all) -> {
                for (int from = 0; from < all.size(); ) {
                    int until = Math.min(all.size(), from + random.nextInt(1, 12));
                    batches.add(host.signed(all.subList(from, until)));
                    from = until;
                }
            });
        }
        Collections.shuffle(batches, new Random(seed));
        return batches;
    }

    private List<String> differences(UUID tenant, Invoice invoice) {
        return invoices.verify(GetInvoiceRequest.newBuilder()
                        .setTenantId(tenant.toString())
                        .setInvoiceId(invoice.getId())
                        .build())
                .getDifferencesList();
    }

    private static IssueInvoiceRequest issue(UUID tenant, UUID id) {
        return IssueInvoiceRequest.newBuilder()
                .setTenantId(tenant.toString())
                .setInvoiceId(id.toString())
                .build();
    }
}
