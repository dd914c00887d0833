package org.xenopolis.scheduler.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.xenopolis.scheduler.operations.BrokenSaga.Point;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Vetoed;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xenopolis.contracts.instances.Instance;
import org.xenopolis.contracts.instances.Operation;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.contracts.instances.OperationState;
import org.xenopolis.scheduler.Cloud;
import org.xenopolis.scheduler.SchedulerStack;
import org.xenopolis.scheduler.fakes.FakeHost;
import org.xenopolis.scheduler.secrets.UserDataVault;
import org.xenopolis.store.Transactions;

/** Every kind of operation, so that a new saga cannot escape: refused, killed and repeated at each of its steps. */
@QuarkusTest
@QuarkusTestResource(SchedulerStack.class)
class SagaTest {
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

    private Cloud cloud;
    private Acceptance acceptance;

    /** Accepts, and leaves the running to the test. */
    @Vetoed
    private static final class Idle extends OperationExecutor {
        Idle(OperationLog log, SagaEngine engine) {
            super(log, engine);
        }

        @Override
        public void submit(Work accepted) {
            // The test runs it.
        }
    }

    /** Leaves the first step to the engine under test as well. */
    private static final class Hesitant extends SagaEngine {
        Hesitant(OperationLog log, Sagas sagas) {
            super(log, sagas);
        }

        @Override
        Optional<Beginning> beginning(Work accepted) {
            return Optional.empty();
        }
    }

    @BeforeEach
    void build() {
        cloud = new Cloud();
        acceptance = new Acceptance(
                transactions, new Idle(log, new SagaEngine(log, sagas)), facts, new Hesitant(log, sagas), log, vault);
        cloud.host(64, 64);
        cloud.host(64, 64);
    }

    @AfterEach
    void tearDown() {
        cloud.close();
    }

    private static Stream<OperationKind> kinds() {
        return Arrays.stream(OperationKind.values())
                .filter(kind -> kind != OperationKind.OPERATION_KIND_UNSPECIFIED && kind != OperationKind.UNRECOGNIZED);
    }

    @ParameterizedTest
    @EnumSource(
            value = OperationKind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"OPERATION_KIND_UNSPECIFIED", "UNRECOGNIZED"})
    void refusedAtAnyStepItLeavesACleanSlate(OperationKind kind) {
        List<Saga.Step> steps = sagas.of(kind).steps();
        for (int step = 0; step < steps.size() && step <= SagaScenario.irrevocable(kind); step++) {
            for (Point point : List.of(Point.REFUSED_BEFORE_ACT, Point.REFUSED_AFTER_ACT)) {
                if (steps.get(step).act() instanceof Act.Nothing
                        || (step == SagaScenario.irrevocable(kind) && point == Point.REFUSED_AFTER_ACT)) {
                    continue;
                }
                SagaScenario scenario = scenario(kind);
                BrokenSaga broken = new BrokenSaga(sagas.of(kind), step, point);
                engine(broken).run(scenario.operation());

                String where = kind + " " + point + " " + steps.get(step).name();
                assertThat(broken.wasReached()).as(where).isTrue();
                assertThat(ended(scenario)).as(where).isEqualTo(OperationState.FAILED);
                Instance after = cloud.instance(scenario.instance());
                assertThat(after.getState()).as(where).isIn(before(scenario, kind, step, point));
                assertAgree(after, kind);
            }
        }
    }

    /** A guest that was stopped, or whose memory was saved, before the refusal is what the host says it is. */
    private static List<String> before(SagaScenario scenario, OperationKind kind, int step, Point point) {
        boolean acted = point == Point.REFUSED_AFTER_ACT || step > 1;
        return switch (kind) {
            case STOP -> acted ? List.of("STOPPED") : List.of(scenario.before());
            case SUSPEND -> acted ? List.of("SUSPENDED") : List.of(scenario.before());
            case PAUSE -> acted ? List.of("PAUSED") : List.of(scenario.before());
            case UNPAUSE -> acted ? List.of("RUNNING") : List.of(scenario.before());
            default -> List.of(scenario.before());
        };
    }

    @ParameterizedTest
    @EnumSource(
            value = OperationKind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"OPERATION_KIND_UNSPECIFIED", "UNRECOGNIZED"})
    void killedAtAnyStepItGoesOnAndCountsOnce(OperationKind kind) {
        for (int step = 0; step < sagas.of(kind).steps().size(); step++) {
            for (Point point : List.of(Point.CRASH_BEFORE_ACT, Point.CRASH_AFTER_ACT)) {
                SagaScenario scenario = scenario(kind);
                BrokenSaga broken = new BrokenSaga(sagas.of(kind), step, point);
                SagaEngine engine = engine(broken);
                Throwable crash = catchThrowable(() -> engine.run(scenario.operation()));
                if (broken.wasReached()) {
                    assertThat(crash).isInstanceOf(BrokenSaga.Crash.class);
                    engine.run(scenario.operation());
                }
                String where = kind + " " + point + " "
                        + sagas.of(kind).steps().get(step).name();
                assertThat(ended(scenario)).as(where).isEqualTo(OperationState.SUCCEEDED);
                if (kind != OperationKind.DELETE) {
                    assertAgree(cloud.instance(scenario.instance()), kind);
                } else {
                    assertThat(cloud.ledgers().places(scenario.instance())).isEmpty();
                    cloud.ledgers().assertSumsAgree();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = OperationKind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"OPERATION_KIND_UNSPECIFIED", "UNRECOGNIZED"})
    void killedWhileGoingBackItGoesOnGoingBack(OperationKind kind) {
        List<Saga.Step> steps = sagas.of(kind).steps();
        int last = Math.min(steps.size() - 1, SagaScenario.irrevocable(kind));
        for (int step = 0; step <= last; step++) {
            for (Point point : List.of(Point.CRASH_BEFORE_UNDO, Point.CRASH_AFTER_UNDO)) {
                if (steps.get(step).undo() instanceof Act.Nothing) {
                    continue;
                }
                SagaScenario scenario = scenario(kind);
                BrokenSaga broken = new BrokenSaga(sagas.of(kind), step, point);
                BrokenSaga refused = new BrokenSaga(broken, last, Point.REFUSED_BEFORE_ACT);
                SagaEngine engine = engine(refused);
                Throwable crash = catchThrowable(() -> engine.run(scenario.operation()));
                String where = kind + " " + point + " " + steps.get(step).name();
                assertThat(crash).as(where).isInstanceOf(BrokenSaga.Crash.class);
                engine.run(scenario.operation());
                assertThat(ended(scenario)).as(where).isEqualTo(OperationState.FAILED);
                assertAgree(cloud.instance(scenario.instance()), kind);
            }
        }
    }

    private SagaEngine engine(Saga broken) {
        return new SagaEngine(
                log,
                new Sagas(kinds().map(kind -> kind == broken.kind() ? broken : sagas.of(kind))
                        .toList()));
    }

    private SagaScenario scenario(OperationKind kind) {
        if (kind == OperationKind.EVACUATE) {
            // The last one's host is lost.
            cloud.host(64, 64);
        }
        return SagaScenario.of(cloud, acceptance, kind);
    }

    private OperationState ended(SagaScenario scenario) {
        Operation operation = cloud.operation(scenario.operation().toString());
        return operation.getState();
    }

    private void assertAgree(Instance instance, OperationKind kind) {
        // A host that is fenced cannot be looked at, and does not count.
        List<FakeHost> visible =
                cloud.hosts().stream().filter(host -> !host.isSilent()).toList();
        boolean hidden = visible.stream().noneMatch(host -> host.id().toString().equals(instance.getHostId()));
        if (kind == OperationKind.EVACUATE && instance.getState().equals("RUNNING") && hidden) {
            cloud.ledgers().assertSumsAgree();
        } else {
            cloud.ledgers().assertAgree(instance, visible);
        }
    }
}
