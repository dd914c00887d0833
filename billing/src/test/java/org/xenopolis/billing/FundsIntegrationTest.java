package org.xenopolis.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenopolis.billing.audit.BooksAudit;
import org.xenopolis.billing.funds.Authorisations;
import org.xenopolis.billing.funds.BurnMeter;
import org.xenopolis.billing.funds.FundsCalls;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.billing.ReleaseRequest;
import org.xenopolis.contracts.common.FactHeader;
import org.xenopolis.contracts.facts.BillingFact;
import org.xenopolis.contracts.facts.InstanceDeleted;
import org.xenopolis.contracts.facts.InstanceFact;
import org.xenopolis.kit.kafka.KafkaSettings;

@QuarkusTest
@QuarkusTestResource(BillingStack.class)
class FundsIntegrationTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long HOUR_MICROS = 26_000;

    @Inject
    Cloud cloud;

    @Inject
    FundsCalls funds;

    @Inject
    Authorisations authorisations;

    @Inject
    BurnMeter burn;

    @Inject
    BooksAudit audit;

    @Inject
    KafkaSettings kafka;

    @Inject
    TestClock clock;

    @BeforeEach
    void ensurePrices() {
        cloud.ensurePrices("EUR");
    }

    @AfterEach
    void resetClock() {
        clock.follow();
    }

    @Test
    void authorisesExactlyAsManyAsThereIsMoneyForWhenAllComeAtOnce() throws Exception {
        UUID tenant = cloud.tenant(7 * HOUR_MICROS + HOUR_MICROS - 1);

        List<Boolean> answers = atOnce(200, () -> {
            try {
                cloud.instance(tenant);
                return true;
            } catch (ProblemException e) {
                assertThat(e.problem().kind()).isEqualTo(ErrorKind.FUNDS);
                return false;
            }
        });

        assertThat(answers).filteredOn(answer -> answer).hasSize(7);
        assertThat(cloud.balance(tenant).getHeldMicros()).isEqualTo(7 * HOUR_MICROS);
        assertThat(audit.run()).isEmpty();
    }

    @Test
    void authorisesAnInstanceOnceHoweverOftenItIsAsked() throws Exception {
        UUID tenant = cloud.tenant(10 * HOUR_MICROS);
        UUID instance = UUID.randomUUID();

        atOnce(20, () -> {
            cloud.authorise(tenant, instance);
            return true;
        });

        assertThat(cloud.balance(tenant).getHeldMicros()).isEqualTo(HOUR_MICROS);
        UUID other = cloud.tenant(HOUR_MICROS);
        assertThatThrownBy(() -> cloud.authorise(other, instance))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().kind()).isEqualTo(ErrorKind.CONFLICT));
    }

    @Test
    void creditsAPaymentOnce() throws Exception {
        UUID tenant = cloud.tenant(0);

        atOnce(20, () -> cloud.topUp(tenant, 500, "payment-1"));
        cloud.topUp(tenant, 500, "payment-2");

        assertThat(cloud.balance(tenant).getBalanceMicros()).isEqualTo(1_000);
        assertThatThrownBy(() -> cloud.topUp(tenant, 501, "payment-1"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().kind()).isEqualTo(ErrorKind.CONFLICT));
    }

    @Test
    void givesBackAHoldOnce() {
        UUID tenant = cloud.tenant(10 * HOUR_MICROS);
        UUID kept = cloud.instance(tenant);
        UUID released = cloud.instance(tenant);

        for (int i = 0; i < 2; i++) {
            assertThat(funds.release(ReleaseRequest.newBuilder()
                                    .setTenantId(tenant.toString())
                                    .setInstanceId(released.toString())
                                    .build())
                            .getActive())
                    .isFalse();
        }
        assertThat(cloud.balance(tenant).getHeldMicros()).isEqualTo(HOUR_MICROS);

        String event = UUID.randomUUID().toString();
        cloud.send(
                Topics.INSTANCE_FACTS,
                kept.toString(),
                event,
                InstanceFact.newBuilder()
                        .setHeader(FactHeader.newBuilder().setEventId(event).setTenantId(tenant.toString()))
                        .setInstanceId(kept.toString())
                        .setDeleted(InstanceDeleted.getDefaultInstance())
                        .build());
        await().atMost(PATIENCE).until(() -> cloud.balance(tenant).getHeldMicros() == 0);
    }

    @Test
    void givesBackWhatNobodyAcceptedInTenMinutes() {
        clock.standStillAt(Instant.now());
        UUID tenant = cloud.tenant(10 * HOUR_MICROS);
        cloud.instance(tenant);
        clock.moveBy(Duration.ofMinutes(9));
        authorisations.expire();
        assertThat(cloud.balance(tenant).getHeldMicros()).isEqualTo(HOUR_MICROS);

        clock.moveBy(Duration.ofMinutes(2));
        authorisations.expire();

        assertThat(cloud.balance(tenant).getHeldMicros()).isZero();
    }

    @Test
    void saysWhenALevelChanges() {
        UUID tenant = cloud.tenant(HOUR_MICROS);
        UUID instance = cloud.instance(tenant);
        SimulatedHost host = new SimulatedHost(UUID.randomUUID());
        cloud.enrol(host);

        cloud.report(host.batch(host.hour(instance, tenant, 0), host.hour(instance, tenant, 1)));
        await().atMost(PATIENCE).until(() -> cloud.balance(tenant).getLevel().equals("SUSPEND"));
        assertThatThrownBy(() -> cloud.instance(tenant)).isInstanceOf(ProblemException.class);
        cloud.topUp(tenant, 100 * HOUR_MICROS, "rescue");

        List<String> levels = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> reader = kafka.consumer("test-" + UUID.randomUUID())) {
            reader.subscribe(List.of(Topics.BILLING_FACTS));
            await().atMost(PATIENCE).until(() -> {
                for (var message : reader.poll(Duration.ofMillis(200))) {
                    BillingFact fact = BillingFact.parseFrom(message.value());
                    if (fact.hasFundsLevelChanged()
                            && fact.getHeader().getTenantId().equals(tenant.toString())) {
                        levels.add(fact.getFundsLevelChanged().getTo());
                    }
                }
                return levels.size() >= 3;
            });
        }
        assertThat(levels).containsExactly("OK", "SUSPEND", "OK");
    }

    @Test
    void measuresHowFastATenantSpends() {
        clock.standStillAt(Instant.now());
        UUID tenant = cloud.tenant(1_000_000);
        UUID instance = cloud.instance(tenant);
        SimulatedHost host = new SimulatedHost(UUID.randomUUID());
        cloud.enrol(host);
        var line = host.hour(instance, tenant, 0)
                .setEndWall(SimulatedHost.timestamp(clock.instant().minusSeconds(120)));
        cloud.report(host.batch(line));
        await().atMost(PATIENCE).until(() -> cloud.ratedLines(tenant) == 1);

        burn.measure();

        // 16,000 in two to three minutes.
        assertThat(cloud.balance(tenant).getBurnMicrosPerHour()).isBetween(310_000L, 490_000L);
        assertThat(cloud.balance(tenant).getLevel()).isEqualTo("WARN");
        clock.moveBy(Duration.ofHours(1));
        // Again when a sweep that had looked at the clock before is still at it.
        await().atMost(PATIENCE).until(() -> {
            burn.measure();
            return cloud.balance(tenant).getBurnMicrosPerHour() == 0;
        });
        assertThat(cloud.balance(tenant).getLevel()).isEqualTo("OK");
    }

    @Test
    void refusesABalanceWithoutEntriesAndAnEntryThatDoesNotBalance() {
        UUID tenant = cloud.tenant(1_000);
        UUID entry = UUID.randomUUID();
        assertThatThrownBy(() -> cloud.execute("with e as (insert into ledger_entries values ('" + entry
                        + "', 'TOP_UP', '" + tenant + "', 'x', 'x', now()) returning id)"
                        + " insert into postings select id, 'cash:EUR', 5 from e"))
                .hasStackTraceContaining("does not balance");
        assertThatThrownBy(() -> cloud.execute("update postings set micros = 0"))
                .hasStackTraceContaining("append-only");

        cloud.execute("update accounts set balance_micros = 2000 where tenant_id = '" + tenant + "'");
        assertThat(audit.run()).containsKey("BALANCES");
        cloud.execute("update accounts set balance_micros = 1000 where tenant_id = '" + tenant + "'");
        assertThat(audit.run()).isEmpty();
    }

    private static <T> List<T> atOnce(int times, Callable<T> call) throws InterruptedException, ExecutionException {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                futures.add(executor.submit(call));
            }
            List<T> answers = new ArrayList<>();
            for (Future<T> future : futures) {
                answers.add(future.get());
            }
            return answers;
        }
    }
}
