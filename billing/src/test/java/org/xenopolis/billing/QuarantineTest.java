package org.xenopolis.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenopolis.billing.audit.BooksAudit;
import org.xenopolis.billing.usage.QuarantineCalls;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.billing.DecideQuarantinedRequest;
import org.xenopolis.contracts.billing.GetQuarantinedRequest;
import org.xenopolis.contracts.billing.ListQuarantinedRequest;
import org.xenopolis.contracts.billing.ListQuarantinedResponse;
import org.xenopolis.contracts.billing.QuarantinedLine;
import org.xenopolis.contracts.common.PageRequest;
import org.xenopolis.contracts.usage.UsageBatch;

/** What an operator does with lines that cannot be billed as they are. */
@QuarkusTest
@QuarkusTestResource(BillingStack.class)
class QuarantineTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long HOUR_MICROS = 16_000;

    @Inject
    Cloud cloud;

    @Inject
    QuarantineCalls quarantine;

    @Inject
    BooksAudit audit;

    private final SimulatedHost host = new SimulatedHost(UUID.randomUUID());
    private UUID tenant = new UUID(0, 0);
    private UUID instance = new UUID(0, 0);

    @BeforeEach
    void open() {
        cloud.ensurePrices("EUR");
        tenant = cloud.tenant(1_000_000);
        instance = cloud.instance(tenant);
        cloud.enrol(host);
    }

    @Test
    void aReleasedLineIsJudgedAgainAndHeldAgainForWhatIsStillWrong() {
        QuarantinedLine overlap = overlapping();

        QuarantinedLine again = release(overlap);

        assertThat(again.getId()).isEqualTo(overlap.getId());
        assertThat(again.getReason()).isEqualTo("OVERLAP");
        assertThat(again.getOutcome()).isEmpty();
        assertThat(cloud.ratedLines(tenant)).isEqualTo(1);
        assertThat(balance()).isEqualTo(1_000_000 - HOUR_MICROS);
        assertThat(audit.run()).isEmpty();
    }

    @Test
    void aReleasedLineWithNothingWrongIsBilledOnceHoweverOftenItIsReleasedOrSent() {
        UUID stranger = cloud.tenant(1_000_000);
        UUID disputed = unauthorised();
        UsageBatch batch = host.batch(host.hour(disputed, stranger, 0));
        cloud.report(batch);
        QuarantinedLine line = await().atMost(PATIENCE).until(() -> only(stranger), found -> found != null);
        assertThat(line.getReason()).isEqualTo("TENANT_CONTRADICTION");
        assertThat(line.getSentence()).isNotEmpty();
        assertThat(line.getLine().getInstanceId()).isEqualTo(disputed.toString());
        // Somebody found out that it was the record of the instance that was wrong.
        belongsTo(disputed, stranger);

        QuarantinedLine billed = release(line);
        QuarantinedLine repeated = release(line);
        cloud.report(batch);
        cloud.report(host.batch(host.hour(disputed, stranger, 1)));

        await().atMost(PATIENCE).until(() -> cloud.ratedLines(stranger) == 2);
        assertThat(billed.getOutcome()).isEqualTo("BILLED");
        assertThat(billed.getCause()).isEqualTo("looked at it");
        assertThat(billed.getLine().getMicros()).isEqualTo(HOUR_MICROS);
        assertThat(repeated).isEqualTo(billed);
        assertThat(cloud.balance(stranger).getBalanceMicros()).isEqualTo(1_000_000 - 2 * HOUR_MICROS);
        assertThat(only(stranger)).isNull();
        assertThatThrownBy(() -> discard(line))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("already-decided"));
        assertThat(missing()).isZero();
        assertThat(audit.run()).isEmpty();
    }

    @Test
    void aDiscardedLineIsNeverBilledAndStaysKnown() {
        UUID stranger = cloud.tenant(1_000_000);
        UUID disputed = unauthorised();
        UsageBatch batch = host.batch(host.hour(disputed, stranger, 0));
        cloud.report(batch);
        QuarantinedLine line = await().atMost(PATIENCE).until(() -> only(stranger), found -> found != null);

        QuarantinedLine discarded = discard(line);
        belongsTo(disputed, stranger);
        cloud.report(batch);
        cloud.report(host.batch(host.hour(disputed, stranger, 1)));

        await().atMost(PATIENCE).until(() -> cloud.ratedLines(stranger) == 1);
        assertThat(discarded.getOutcome()).isEqualTo("DISCARDED");
        assertThat(discard(line)).isEqualTo(discarded);
        assertThat(quarantine.get(
                        GetQuarantinedRequest.newBuilder().setId(line.getId()).build()))
                .isEqualTo(discarded);
        assertThatThrownBy(() -> release(line)).isInstanceOf(ProblemException.class);
        assertThat(list(stranger, true)).containsExactly(discarded);
        assertThat(list(stranger, false)).isEmpty();
        assertThat(missing()).isZero();
        assertThat(audit.run()).isEmpty();
    }

    /** A line that contradicts another one under its number does not hold that one back. */
    @Test
    void aContradictionDoesNotKeepTheFirstLineFromBeingBilled() {
        UUID later = UUID.randomUUID();
        SimulatedHost twin = new SimulatedHost(host.id);
        cloud.enrol(twin);
        cloud.report(host.batch(host.hour(later, tenant, 0)));
        await().atMost(PATIENCE).until(() -> list(tenant, false).size() == 1);
        cloud.report(twin.batch(twin.hour(later, tenant, 1)));
        await().atMost(PATIENCE).until(() -> list(tenant, false).size() == 2);

        cloud.authorise(tenant, later);

        await().atMost(PATIENCE).until(() -> cloud.ratedLines(tenant) == 1);
        assertThat(list(tenant, false))
                .singleElement()
                .satisfies(line -> assertThat(line.getReason()).isEqualTo("SEQUENCE_CONFLICT"));
        assertThat(release(list(tenant, false).getFirst()).getReason()).isEqualTo("SEQUENCE_CONFLICT");
    }

    @Test
    void listsAreReadInPages() {
        UUID stranger = cloud.tenant(0);
        cloud.report(host.batch(
                host.hour(instance, stranger, 0), host.hour(instance, stranger, 1), host.hour(instance, stranger, 2)));
        await().atMost(PATIENCE).until(() -> list(stranger, false).size() == 3);

        List<QuarantinedLine> read = new ArrayList<>();
        ListQuarantinedResponse page;
        do {
            PageRequest.Builder next = PageRequest.newBuilder().setLimit(2);
            if (!read.isEmpty()) {
                next.setAfterId(read.getLast().getId());
            }
            page = quarantine.list(ListQuarantinedRequest.newBuilder()
                    .setTenantId(stranger.toString())
                    .setReason("TENANT_CONTRADICTION")
                    .setPage(next)
                    .build());
            read.addAll(page.getLinesList());
        } while (page.getLinesCount() == 2);

        assertThat(read).containsExactlyElementsOf(list(stranger, false));
    }

    /** One of the tenant's of which nobody said what it may cost. */
    private UUID unauthorised() {
        UUID known = UUID.randomUUID();
        cloud.execute("insert into instances (instance_id, tenant_id, name) values ('" + known + "', '" + tenant
                + "', 'vm')");
        return known;
    }

    private void belongsTo(UUID known, UUID owner) {
        cloud.execute("update instances set tenant_id = '" + owner + "' where instance_id = '" + known + "'");
    }

    private QuarantinedLine overlapping() {
        cloud.report(host.batch(host.hour(instance, tenant, 0)));
        await().atMost(PATIENCE).until(() -> cloud.ratedLines(tenant) == 1);
        cloud.report(host.batch(host.hour(instance, tenant, 0)));
        return await().atMost(PATIENCE).until(() -> only(tenant), found -> found != null);
    }

    private QuarantinedLine release(QuarantinedLine line) {
        return quarantine.release(decision(line));
    }

    private QuarantinedLine discard(QuarantinedLine line) {
        return quarantine.discard(decision(line));
    }

    private static DecideQuarantinedRequest decision(QuarantinedLine line) {
        return DecideQuarantinedRequest.newBuilder()
                .setId(line.getId())
                .setCause("looked at it")
                .build();
    }

    private @org.jspecify.annotations.Nullable QuarantinedLine only(UUID of) {
        List<QuarantinedLine> lines = list(of, false);
        return lines.size() == 1 ? lines.getFirst() : null;
    }

    private List<QuarantinedLine> list(UUID of, boolean decided) {
        return quarantine
                .list(ListQuarantinedRequest.newBuilder()
                        .setTenantId(of.toString())
                        .setDecided(decided)
                        .build())
                .getLinesList();
    }

    private long balance() {
        return cloud.balance(tenant).getBalanceMicros();
    }

    private long missing() {
        return cloud.count("select last_sequence - lines from host_chains where host_id = '" + host.id + "'");
    }
}
