package org.xenopolis.scheduler.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.xenopolis.contracts.instances.Operation;
import org.xenopolis.contracts.instances.OperationState;
import org.xenopolis.scheduler.Cloud;
import org.xenopolis.scheduler.SchedulerStack;
import org.xenopolis.scheduler.fakes.FakeHost;

@QuarkusTest
@QuarkusTestResource(SchedulerStack.class)
class ReserveRaceTest {
    private static final int CREATES = 200;

    @Test
    void asManySucceedAsFitAndNotOneMore() throws InterruptedException, ExecutionException {
        try (Cloud cloud = new Cloud()) {
            // Room for 7 and for 5 guests of 1 GiB.
            FakeHost large = cloud.host(16, 7);
            FakeHost small = cloud.host(16, 5);
            List<Operation> done = createAtOnce(cloud);
            assertThat(done.stream().filter(operation -> operation.getState() == OperationState.SUCCEEDED))
                    .hasSize(12);
            assertThat(done.stream().filter(operation -> operation.getState() == OperationState.FAILED))
                    .hasSize(CREATES - 12)
                    .allMatch(operation -> operation.getError().getKind().equals("NO_CAPACITY"));
            assertThat(large.agent().domains()).hasSize(7);
            assertThat(small.agent().domains()).hasSize(5);
            cloud.ledgers().assertSumsAgree();
        }
    }

    @Test
    void anAntiAffinityGroupIsNeverTogetherHoweverManyComeAtOnce() throws InterruptedException, ExecutionException {
        try (Cloud cloud = new Cloud()) {
            List<FakeHost> hosts = List.of(cloud.host(64, 64), cloud.host(64, 64), cloud.host(64, 64));
            UUID tenant = UUID.randomUUID();
            List<Operation> done = atOnce(
                    30,
                    () -> cloud.finished(cloud.create(
                            UUID.randomUUID(),
                            cloud.spec(tenant).setAntiAffinityGroup("apart").build())));
            assertThat(done.stream().filter(operation -> operation.getState() == OperationState.SUCCEEDED))
                    .hasSize(3);
            assertThat(hosts).allMatch(host -> host.agent().domains().size() == 1);
        }
    }

    private static List<Operation> createAtOnce(Cloud cloud) throws InterruptedException, ExecutionException {
        return atOnce(
                CREATES,
                () -> cloud.finished(cloud.create(
                        UUID.randomUUID(), cloud.spec(UUID.randomUUID()).build())));
    }

    private static List<Operation> atOnce(int times, java.util.concurrent.Callable<Operation> work)
            throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Operation>> futures = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                futures.add(threads.submit(work));
            }
            List<Operation> done = new ArrayList<>();
            for (Future<Operation> future : futures) {
                done.add(future.get());
            }
            return done;
        }
    }
}
