package org.xenopolis.billing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenopolis.billing.audit.BooksAudit;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.common.FactHeader;
import org.xenopolis.contracts.facts.InstanceAccepted;
import org.xenopolis.contracts.facts.InstanceFact;
import org.xenopolis.contracts.facts.TenantFact;
import org.xenopolis.contracts.facts.TenantOpened;
import org.xenopolis.contracts.usage.UsageBatch;
import org.xenopolis.contracts.usage.UsageLine;
import org.xenopolis.kit.kafka.KafkaSettings;

/** Usage that comes too early, twice, broken or forged. */
@QuarkusTest
@QuarkusTestResource(BillingStack.class)
class UsageTroubleTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Inject
    Cloud cloud;

    @Inject
    KafkaSettings kafka;

    @Inject
    BooksAudit audit;

    private final SimulatedHost host = new SimulatedHost(UUID.randomUUID());

    @BeforeEach
    void ensurePrices() {
        cloud.ensurePrices("EUR");
    }

    @Test
    void buriesPoisonAndGoesOn() {
        UUID tenant = cloud.tenant(1_000_000);
        UUID instance = cloud.instance(tenant);
        cloud.enrol(host);
        UsageBatch first = host.batch(host.hour(instance, tenant, 0));
        UsageBatch second = host.batch(host.hour(instance, tenant, 1));
        UsageLine damaged = second.getLines(0).toBuilder()
                .setHash(ByteString.copyFrom(new byte[32]))
                .build();

        cloud.report(first);
        cloud.send(
                Topics.USAGE_LINES, host.id.toString(), "poison-" + UUID.randomUUID(), "no protobuf".getBytes(UTF_8));
        cloud.report(second.toBuilder().setLines(0, damaged).build());
        cloud.report(second.toBuilder().setHostId("nobody").build());
        cloud.report(second);

        await().atMost(PATIENCE).until(() -> cloud.ratedLines(tenant) == 2);
        assertThat(cloud.balance(tenant).getBalanceMicros()).isEqualTo(1_000_000 - 32_000);
        assertThat(deadLetters()).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void keepsWhatItsHostSignedBeforeItWasEnrolled() {
        UUID tenant = cloud.tenant(1_000_000);
        UUID instance = cloud.instance(tenant);

        cloud.report(host.batch(host.hour(instance, tenant, 0)));
        await().atMost(PATIENCE).until(() -> parked() == 1);
        assertThat(cloud.ratedLines(tenant)).isZero();
        cloud.enrol(host);
        await().atMost(PATIENCE).until(() -> cloud.ratedLines(tenant) == 1);

        // The next certificate has another key; what was signed with the first one is still good.
        UsageBatch late = host.batch(host.hour(instance, tenant, 1));
        host.renewKey();
        cloud.enrol(host);
        cloud.report(host.batch(host.hour(instance, tenant, 2)));
        cloud.report(late);
        await().atMost(PATIENCE).until(() -> cloud.ratedLines(tenant) == 3);
        assertThat(parked()).isZero();
    }

    @Test
    void parksWhatAnotherKeySigned() {
        UUID tenant = cloud.tenant(1_000_000);
        UUID instance = cloud.instance(tenant);
        SimulatedHost thief = new SimulatedHost(host.id);
        cloud.enrol(host);

        cloud.report(thief.batch(thief.hour(instance, tenant, 0)));
        cloud.report(host.batch(host.hour(instance, tenant, 1)));

        await().atMost(PATIENCE).until(() -> cloud.ratedLines(tenant) == 1 && parked() == 1);
        assertThat(cloud.balance(tenant).getBalanceMicros()).isEqualTo(1_000_000 - 16_000);
    }

    @Test
    void waitsForTheInstanceAndForTheAccount() {
        UUID tenant = UUID.randomUUID();
        UUID instance = UUID.randomUUID();
        cloud.enrol(host);

        cloud.report(host.batch(host.hour(instance, tenant, 0)));
        await().atMost(PATIENCE).until(() -> quarantined(tenant, "UNKNOWN_INSTANCE") == 1);
        accept(instance, tenant);
        await().atMost(PATIENCE).until(() -> quarantined(tenant, "UNKNOWN_ACCOUNT") == 1);
        openedByFact(tenant);
        await().atMost(PATIENCE).until(() -> cloud.ratedLines(tenant) == 1);

        assertThat(cloud.balance(tenant).getBalanceMicros()).isEqualTo(-16_000);
        assertThat(cloud.balance(tenant).getLevel()).isEqualTo("SUSPEND");
        assertThat(missing()).isZero();
        assertThat(audit.run()).isEmpty();
    }

    @Test
    void billsNobodyForWhatContradictsTheAuthorisation() {
        UUID tenant = cloud.tenant(1_000_000);
        UUID victim = cloud.tenant(1_000_000);
        UUID instance = cloud.instance(tenant);
        cloud.enrol(host);

        cloud.report(host.batch(host.hour(instance, victim, 0), host.hour(instance, tenant, 1)));

        await().atMost(PATIENCE).until(() -> cloud.ratedLines(tenant) == 1);
        assertThat(quarantined(victim, "TENANT_CONTRADICTION")).isEqualTo(1);
        assertThat(cloud.balance(victim).getBalanceMicros()).isEqualTo(1_000_000);
    }

    @Test
    void billsNoTimeTwiceUnderAnotherSequence() {
        UUID tenant = cloud.tenant(1_000_000);
        UUID instance = cloud.instance(tenant);
        cloud.enrol(host);

        cloud.report(host.batch(host.hour(instance, tenant, 0)));
        await().atMost(PATIENCE).until(() -> cloud.ratedLines(tenant) == 1);
        cloud.report(host.batch(host.hour(instance, tenant, 0), host.hour(instance, tenant, 1)));

        await().atMost(PATIENCE).until(() -> cloud.ratedLines(tenant) == 2);
        assertThat(quarantined(tenant, "OVERLAP")).isEqualTo(1);
    }

    @Test
    void knowsWhatIsMissingUntilItComes() {
        UUID tenant = cloud.tenant(1_000_000);
        UUID instance = cloud.instance(tenant);
        cloud.enrol(host);
        UsageBatch first = host.batch(host.hour(instance, tenant, 0));
        UsageBatch second = host.batch(host.hour(instance, tenant, 1), host.hour(instance, tenant, 2));
        UsageBatch third = host.batch(host.hour(instance, tenant, 3));

        cloud.report(List.of(third, first));
        await().atMost(PATIENCE).until(() -> cloud.ratedLines(tenant) == 2);
        assertThat(missing()).isEqualTo(2);
        cloud.report(second);

        await().atMost(PATIENCE).until(() -> cloud.ratedLines(tenant) == 4);
        assertThat(missing()).isZero();
        assertThat(audit.run()).isEmpty();
    }

    private void accept(UUID instance, UUID tenant) {
        String event = UUID.randomUUID().toString();
        cloud.send(
                Topics.INSTANCE_FACTS,
                instance.toString(),
                event,
                InstanceFact.newBuilder()
                        .setHeader(FactHeader.newBuilder().setEventId(event).setTenantId(tenant.toString()))
                        .setInstanceId(instance.toString())
                        .setAccepted(InstanceAccepted.newBuilder().setName("vm"))
                        .build());
    }

    private void openedByFact(UUID tenant) {
        String event = UUID.randomUUID().toString();
        cloud.send(
                Topics.TENANT_FACTS,
                tenant.toString(),
                event,
                TenantFact.newBuilder()
                        .setHeader(FactHeader.newBuilder().setEventId(event).setTenantId(tenant.toString()))
                        .setOpened(TenantOpened.newBuilder().setName("new"))
                        .build());
    }

    private long parked() {
        return cloud.parked(host);
    }

    private long missing() {
        return cloud.count("select last_sequence - lines from host_chains where host_id = '" + host.id + "'");
    }

    private long quarantined(UUID tenant, String reason) {
        return cloud.count("select count(*) from quarantined_lines where tenant_id = '" + tenant + "' and reason = '"
                + reason + "'");
    }

    private List<String> deadLetters() {
        List<String> reasons = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> reader = kafka.consumer("test-" + UUID.randomUUID())) {
            reader.subscribe(List.of(Topics.USAGE_LINES + ".dlq"));
            await().atMost(PATIENCE).until(() -> {
                reader.poll(Duration.ofMillis(200))
                        .forEach(message -> reasons.add(new String(
                                message.headers().lastHeader("reason").value(), UTF_8)));
                return reasons.size() >= 3;
            });
        }
        return reasons;
    }
}
