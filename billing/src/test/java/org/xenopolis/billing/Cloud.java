package org.xenopolis.billing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.xenopolis.billing.funds.FundsCalls;
import org.xenopolis.billing.pricing.PricingCalls;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.billing.AuthoriseRequest;
import org.xenopolis.contracts.billing.Balance;
import org.xenopolis.contracts.billing.Dimension;
import org.xenopolis.contracts.billing.OpenAccountRequest;
import org.xenopolis.contracts.billing.Price;
import org.xenopolis.contracts.billing.PriceBook;
import org.xenopolis.contracts.billing.TenantRequest;
import org.xenopolis.contracts.billing.TopUpRequest;
import org.xenopolis.contracts.common.FactHeader;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.facts.HostEnrolled;
import org.xenopolis.contracts.facts.HostFact;
import org.xenopolis.contracts.usage.UsageBatch;
import org.xenopolis.kit.kafka.KafkaSettings;
import org.xenopolis.store.EventHeaders;
import org.xenopolis.store.Transactions;

/** What the rest of the cloud does to billing: calls and facts, in the words of tests. */
@ApplicationScoped
class Cloud {
    static final Resources SMALL = Resources.newBuilder()
            .setVcpus(1)
            .setMemoryBytes(1L << 30)
            .setDiskBytes(10L << 30)
            .build();

    private final FundsCalls funds;
    private final PricingCalls pricing;
    private final KafkaSettings kafka;
    private final Transactions transactions;

    Cloud(FundsCalls funds, PricingCalls pricing, KafkaSettings kafka, Transactions transactions) {
        this.funds = funds;
        this.pricing = pricing;
        this.kafka = kafka;
        this.transactions = transactions;
    }

    /** Prices by which an hour of {@link #SMALL} costs 20,000 for a busy CPU, 5,000 for memory and 1,000 for disk. */
    static PriceBook.Builder priceBook(String currency) {
        String hour = "3600000000000";
        return PriceBook.newBuilder()
                .setCurrency(currency)
                .addPrices(price(Dimension.CPU_USED, 20_000, hour, "CPU hour"))
                .addPrices(price(Dimension.VCPU_RESERVED, 0, hour, "vCPU hour"))
                .addPrices(price(Dimension.MEMORY_RESERVED, 5_000, "3865470566400000000000", "GiB hour"))
                .addPrices(price(Dimension.DISK_RESERVED, 100, "3865470566400000000000", "GiB hour"))
                .addPrices(price(Dimension.DISK_READ, 7, "1048576", "MiB"));
    }

    private static Price price(Dimension dimension, long micros, String per, String label) {
        return Price.newBuilder()
                .setDimension(dimension)
                .setMicros(micros)
                .setPer(per)
                .setUnitLabel(label)
                .build();
    }

    /** There is a price book of the currency after that. */
    void ensurePrices(String currency) {
        boolean there = pricing.list().getPriceBooksList().stream()
                .anyMatch(book -> book.getCurrency().equals(currency));
        if (!there) {
            pricing.publish(priceBook(currency).build());
        }
    }

    /** A tenant with that much money. */
    UUID tenant(long micros) {
        return tenant(micros, "EUR");
    }

    UUID tenant(long micros, String currency) {
        UUID tenant = UUID.randomUUID();
        funds.open(OpenAccountRequest.newBuilder()
                .setTenantId(tenant.toString())
                .setCurrency(currency)
                .setName("t")
                .build());
        if (micros > 0) {
            topUp(tenant, micros, "first");
        }
        return tenant;
    }

    Balance topUp(UUID tenant, long micros, String reference) {
        return funds.topUp(TopUpRequest.newBuilder()
                .setTenantId(tenant.toString())
                .setMicros(micros)
                .setReference(reference)
                .build());
    }

    Balance balance(UUID tenant) {
        return funds.balance(
                TenantRequest.newBuilder().setTenantId(tenant.toString()).build());
    }

    /** An authorised instance of the tenant. */
    UUID instance(UUID tenant) {
        UUID instance = UUID.randomUUID();
        authorise(tenant, instance);
        return instance;
    }

    void authorise(UUID tenant, UUID instance) {
        funds.authorise(AuthoriseRequest.newBuilder()
                .setTenantId(tenant.toString())
                .setInstanceId(instance.toString())
                .setInstanceName("vm")
                .setResources(SMALL)
                .build());
    }

    void enrol(SimulatedHost host) {
        String event = UUID.randomUUID().toString();
        send(
                Topics.HOST_FACTS,
                host.id.toString(),
                event,
                HostFact.newBuilder()
                        .setHeader(FactHeader.newBuilder().setEventId(event))
                        .setHostId(host.id.toString())
                        .setEnrolled(HostEnrolled.newBuilder().setSigningKeyDer(ByteString.copyFrom(host.publicKey())))
                        .build());
    }

    void report(UsageBatch batch) {
        report(List.of(batch));
    }

    /** @return the events, for {@link #heard} */
    List<String> report(List<UsageBatch> batches) {
        List<String> events = new ArrayList<>();
        try (KafkaProducer<String, byte[]> producer = kafka.producer()) {
            for (UsageBatch batch : batches) {
                String event = UUID.randomUUID().toString();
                events.add(event);
                producer.send(message(Topics.USAGE_LINES, batch.getHostId(), event, batch.toByteArray()));
            }
        }
        return events;
    }

    boolean heard(List<String> events) {
        return count("select count(*) from inbox where event_id in ('" + String.join("','", events) + "')")
                == events.size();
    }

    /** Batches of the host that wait for its key. */
    long parked(SimulatedHost host) {
        return count("select count(*) from parked_batches where host_id = '" + host.id + "'");
    }

    void send(String topic, String key, String event, Message fact) {
        send(topic, key, event, fact.toByteArray());
    }

    void send(String topic, String key, String event, byte[] fact) {
        try (KafkaProducer<String, byte[]> producer = kafka.producer()) {
            producer.send(message(topic, key, event, fact)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProducerRecord<String, byte[]> message(String topic, String key, String event, byte[] value) {
        ProducerRecord<String, byte[]> message = new ProducerRecord<>(topic, key, value);
        message.headers().add(EventHeaders.EVENT_ID, event.getBytes(UTF_8));
        return message;
    }

    /** Rated lines of the tenant, invoiced or not. */
    long ratedLines(UUID tenant) {
        return count("select count(*) from rated_lines where tenant_id = '" + tenant + "'");
    }

    long count(String sql) {
        return transactions.call(
                session -> session.createNativeQuery(sql, Long.class).getSingleResult());
    }

    int execute(String sql) {
        return transactions.call(session -> session.createNativeQuery(sql).executeUpdate());
    }
}
