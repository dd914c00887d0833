package org.xenopolis.planner.plans;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.PlanId;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.facts.PlanFact;
import org.xenopolis.contracts.plans.Plan;
import org.xenopolis.kit.ids.IdSource;
import org.xenopolis.kit.kafka.KafkaSettings;
import org.xenopolis.planner.core.Goal;
import org.xenopolis.planner.scheduling.FakeScheduler;
import org.xenopolis.store.Transactions;

/** A fleet with one hot host, and a plan in it to be let run. */
abstract class PlanScenario {
    static final Duration PATIENCE = Duration.ofMinutes(3);

    final IdSource ids = IdSource.TIME_ORDERED;
    final HostId hot = new HostId(ids.next());
    final List<InstanceId> guests =
            IntStream.range(0, 12).mapToObj(i -> new InstanceId(ids.next())).toList();

    @Inject
    PlanService plans;

    @Inject
    PlanProgress progress;

    @Inject
    PlanDesk desk;

    @Inject
    FakeScheduler scheduler;

    @Inject
    Transactions transactions;

    @Inject
    KafkaSettings kafka;

    @BeforeEach
    void aHotHost() {
        scheduler.reset(FakeScheduler.oneHotHost(hot, new HostId(ids.next()), new HostId(ids.next()), guests));
    }

    void run(PlanId plan) throws InterruptedException {
        UUID self = UUID.randomUUID();
        claim(self);
        new PlanRun(progress, scheduler, ids, failures -> {}, self).run(plan);
    }

    List<PlanId> claim(UUID self) {
        return progress.claim(self, Duration.ofMinutes(1), 100);
    }

    Plan proposed() {
        Plan plan = plans.propose(newId(), new Goal.Balance(5));
        assertThat(plan.getStepsCount()).isGreaterThan(1);
        return plan;
    }

    void age(Plan plan) {
        sql("update plans set expires_at = created_at where id = cast(:id as uuid)", plan);
    }

    void releaseClaim(Plan plan) {
        sql("update plans set claimed_until = now() - interval '1 second' where id = cast(:id as uuid)", plan);
    }

    void sql(String statement, Plan plan) {
        transactions.call(session -> session.createNativeQuery(statement)
                .setParameter("id", plan.getId())
                .executeUpdate());
    }

    /** The facts about a plan, once there are so many. */
    List<PlanFact> facts(PlanId plan, int count) {
        List<PlanFact> found = new ArrayList<>();
        Instant deadline = Instant.now().plus(PATIENCE);
        try (KafkaConsumer<String, byte[]> consumer = kafka.consumer("test-" + UUID.randomUUID())) {
            consumer.subscribe(List.of(Topics.PLAN_FACTS));
            while (found.size() < count && Instant.now().isBefore(deadline)) {
                for (ConsumerRecord<String, byte[]> message : consumer.poll(Duration.ofMillis(200))) {
                    if (message.key().equals(plan.toString())) {
                        found.add(parsed(message.value()));
                    }
                }
            }
        }
        return found;
    }

    static PlanFact parsed(byte[] bytes) {
        try {
            return PlanFact.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    PlanId newId() {
        return new PlanId(ids.next());
    }

    static PlanId id(Plan plan) {
        return PlanId.of(plan.getId());
    }
}
