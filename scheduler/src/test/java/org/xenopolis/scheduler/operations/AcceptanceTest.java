package org.xenopolis.scheduler.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Vetoed;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.OperationId;
import org.xenopolis.contracts.instances.CreateInstanceRequest;
import org.xenopolis.contracts.instances.InstanceSpec;
import org.xenopolis.contracts.instances.OperationState;
import org.xenopolis.scheduler.Cloud;
import org.xenopolis.scheduler.SchedulerStack;
import org.xenopolis.scheduler.fakes.FakeHost;
import org.xenopolis.scheduler.placement.StalePlacementException;
import org.xenopolis.scheduler.secrets.UserDataVault;
import org.xenopolis.store.Transactions;

/** A create takes its place in the transaction that accepts it, or is accepted alone. */
@QuarkusTest
@QuarkusTestResource(SchedulerStack.class)
class AcceptanceTest {
    @Inject
    Sagas sagas;

    @Inject
    OperationLog log;

    @Inject
    Transactions transactions;

    @Inject
    WorkFacts facts;

    @Inject
    UserDataVault vault;

    private final List<Work> submitted = new ArrayList<>();
    private Cloud cloud;

    @Vetoed
    private final class Noting extends OperationExecutor {
        Noting(SagaEngine engine) {
            super(log, engine);
        }

        @Override
        public void submit(Work accepted) {
            submitted.add(accepted);
        }
    }

    @BeforeEach
    void build() {
        cloud = new Cloud();
        cloud.host(8, 8);
    }

    @AfterEach
    void tearDown() {
        cloud.close();
    }

    @Test
    void aCreateTakesItsPlaceWithItsAcceptance() {
        InstanceId id =
                create(new SagaEngine(log, sagas), cloud.spec(UUID.randomUUID()).build());
        assertThat(cloud.instance(id.toString()).getState()).isEqualTo("PROVISIONING");
        assertThat(cloud.instance(id.toString()).getHostId())
                .isEqualTo(cloud.hosts().getFirst().id().toString());
        assertThat(submitted.getFirst().operation().position().step()).isEqualTo(1);
    }

    @Test
    void aCreateThatFitsNowhereIsAcceptedAndAnswersForItself() {
        InstanceSpec.Builder spec = cloud.spec(UUID.randomUUID());
        spec.getResourcesBuilder().setMemoryBytes(1_000 * FakeHost.GIB);
        SagaEngine engine = new SagaEngine(log, sagas);
        InstanceId id = create(engine, spec.build());
        assertThat(cloud.instance(id.toString()).getState()).isEqualTo("PENDING");
        engine.begin(submitted.getFirst());
        assertThat(log.claimed(submitted.getFirst().operation().id())).isEmpty();
        assertThat(cloud.instance(id.toString()).getState()).isEqualTo("ERROR");
    }

    @Test
    void aPlaceThatWasTakenMeanwhileLeavesTheAcceptanceAlone() {
        SagaEngine late = new SagaEngine(log, sagas) {
            @Override
            Optional<Beginning> beginning(Work accepted) {
                return super.beginning(accepted)
                        .map(beginning -> new Beginning(
                                beginning
                                        .change()
                                        .and(session -> Uni.createFrom()
                                                .failure(new StalePlacementException("taken meanwhile"))),
                                beginning.to()));
            }
        };
        InstanceId id = create(late, cloud.spec(UUID.randomUUID()).build());
        assertThat(cloud.instance(id.toString()).getState()).isEqualTo("PENDING");
        assertThat(submitted.getFirst().operation().position().state()).isEqualTo(OperationState.PENDING);
        new SagaEngine(log, sagas).begin(submitted.getFirst());
        assertThat(cloud.instance(id.toString()).getState()).isEqualTo("RUNNING");
    }

    private InstanceId create(SagaEngine engine, InstanceSpec spec) {
        InstanceId id = new InstanceId(UUID.randomUUID());
        OperationId operation = new OperationId(UUID.randomUUID());
        OperationRecord accepted = new Acceptance(transactions, new Noting(engine), facts, engine, log, vault)
                .create(
                        id,
                        operation,
                        CreateInstanceRequest.newBuilder()
                                .setInstanceId(id.toString())
                                .setOperationId(operation.toString())
                                .setSpec(spec)
                                .build());
        assertThat(accepted.position().state()).isEqualTo(OperationState.PENDING);
        return id;
    }
}
