package org.xenopolis.planner.core.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.xenopolis.cluster.HostId;
import org.xenopolis.planner.core.execution.Turn.Item;
import org.xenopolis.planner.core.execution.Turn.Limits;
import org.xenopolis.planner.core.execution.Turn.Progress;

class TurnTest {
    private static final HostId A = new HostId(new UUID(0, 1));
    private static final HostId B = new HostId(new UUID(0, 2));
    private static final HostId C = new HostId(new UUID(0, 3));

    @Test
    void stepsBeginTogetherUnlessTheyShareAWireOrWaitForOneAnother() {
        Turn turn = Turn.of(
                List.of(
                        item(1, A, B, Progress.WAITING),
                        item(2, A, C, Progress.WAITING),
                        item(3, C, A, Progress.WAITING),
                        item(4, B, C, Progress.WAITING, 1)),
                1,
                new Limits(1, 10));
        assertThat(turn.begin()).containsExactly(1, 3);
        assertThat(turn.isOver()).isFalse();
        assertThat(turn.waitsForOperator()).isFalse();
    }

    @Test
    void aStepThatIsNotDoneTakesThoseWithItThatWaitForItAndNoOthers() {
        List<Item> items = List.of(
                item(1, A, B, Progress.NOT_MOVED),
                item(2, B, A, Progress.WAITING, 1),
                item(3, C, B, Progress.WAITING, 2),
                item(4, C, A, Progress.WAITING));
        Turn turn = Turn.of(items, 1, Limits.USUAL);
        assertThat(turn.skip()).containsExactlyInAnyOrderEntriesOf(Map.of(2, 1, 3, 2));
        assertThat(turn.begin()).containsExactly(4);
        assertThat(Turn.withDependents(items, Set.of(1))).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void aLaterPhaseWaitsForTheOperator() {
        Item later = new Item(2, B, A, List.of(1), 2, 0, 2, Progress.WAITING);
        assertThat(Turn.of(List.of(item(1, A, B, Progress.MOVED), later), 1, Limits.USUAL)
                        .waitsForOperator())
                .isTrue();
        assertThat(Turn.of(List.of(item(1, A, B, Progress.MOVING), later), 1, Limits.USUAL)
                        .waitsForOperator())
                .isFalse();
        assertThat(Turn.of(List.of(item(1, A, B, Progress.MOVED), later), 2, Limits.USUAL)
                        .begin())
                .containsExactly(2);
        assertThat(Turn.of(List.of(item(1, A, B, Progress.MOVED)), 1, Limits.USUAL)
                        .isOver())
                .isTrue();
    }

    /** Two of a group on one wire: neither waits for the other to be over. */
    @Test
    void aBlockBeginsAtOnceAndIsLeftOutAtOnce() {
        Item one = new Item(1, A, B, List.of(), 1, 0, 1, Progress.WAITING);
        Item two = new Item(2, A, B, List.of(), 1, 0, 1, Progress.WAITING);
        Item alone = new Item(3, A, B, List.of(), 1, 0, 3, Progress.WAITING);
        assertThat(Turn.of(List.of(one, two, alone), 1, Turn.Limits.USUAL).begin())
                .containsExactly(1, 2);

        Item moving = new Item(1, A, B, List.of(), 1, 0, 1, Progress.MOVING);
        assertThat(Turn.of(List.of(moving, two, alone), 1, Turn.Limits.USUAL).begin())
                .containsExactly(2);

        Item refused = new Item(2, A, B, List.of(), 1, 0, 1, Progress.NOT_MOVED);
        assertThat(Turn.of(List.of(one, refused), 1, Turn.Limits.USUAL).skip()).containsEntry(1, 2);
        assertThat(Turn.withDependents(List.of(one, two, alone), Set.of(2))).containsExactlyInAnyOrder(1, 2);
    }

    private static Item item(int number, HostId from, HostId to, Progress progress, Integer... after) {
        return new Item(number, from, to, List.of(after), 1, 0, number, progress);
    }
}
