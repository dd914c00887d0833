package org.xenopolis.planner.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;

class PlanHashTest {
    private static final HostId HOST = new HostId(new UUID(0, 1));

    @Test
    void everyFieldCounts() {
        List<Digest> hashes = List.of(
                PlanHash.of(new Goal.Balance(5), List.of()),
                PlanHash.of(new Goal.Balance(6), List.of()),
                PlanHash.of(new Goal.Drain(HOST, 5), List.of()),
                PlanHash.of(new Goal.Drain(List.of(HOST, new HostId(new UUID(0, 2))), 5), List.of()),
                PlanHash.of(new Goal.Consolidate(5), List.of()),
                PlanHash.of(new Goal.Repair(5), List.of()),
                PlanHash.of(new Goal.Maintenance(List.of(HOST), 1, 5), List.of()),
                PlanHash.of(new Goal.Maintenance(List.of(HOST), 2, 5), List.of()),
                PlanHash.of(new Goal.Balance(5), List.of(step(2, 1, "a", "b"))),
                PlanHash.of(new Goal.Balance(5), List.of(step(3, 1, "a", "b"))),
                PlanHash.of(new Goal.Balance(5), List.of(step(2, 9, "a", "b"))),
                PlanHash.of(new Goal.Balance(5), List.of(step(2, 1, "a", "c"))),
                PlanHash.of(new Goal.Drain(List.of(HOST), 5, true), List.of()),
                PlanHash.of(new Goal.Balance(5), List.of(altered(step(2, 1, "a", "b"), Set.of(), true))),
                PlanHash.of(
                        new Goal.Balance(5),
                        List.of(altered(step(2, 1, "a", "b"), Set.of(new InstanceId(new UUID(0, 8))), false))),
                // What one field loses the next one gains: only lengths tell them apart.
                PlanHash.of(new Goal.Balance(5), List.of(step(2, 1, "a\nif-skipped:1:b", "b"))));
        assertThat(hashes).doesNotHaveDuplicates();
    }

    @Test
    void theFormIsPublishedAndNeverChanges() {

        assertThat(PlanHash.of(new Goal.Balance(5), List.of()).hex())
                .isEqualTo("a795344d1a96e80fbbca7b86493ed3d1f9f742a10f46b1db7cfad66c9d33a9ff");
    }

    private static Step step(long to, long epoch, String reason, String ifSkipped) {
        return new Step(
                1,
                new InstanceId(new UUID(0, 7)),
                HOST,
                new HostId(new UUID(0, to)),
                new Epoch(epoch),
                List.of(),
                1,
                Duration.ZERO,
                reason,
                ifSkipped,
                new MoveCost(1, Duration.ZERO, Duration.ZERO),
                Step.Block.of(1),
                false);
    }

    private static Step altered(Step step, Set<InstanceId> along, boolean isForced) {
        return new Step(
                step.number(),
                step.instance(),
                step.from(),
                step.to(),
                step.epoch(),
                step.after(),
                step.phase(),
                step.start(),
                step.reason(),
                step.ifSkipped(),
                step.cost(),
                new Step.Block(1, along),
                isForced);
    }
}
