package org.xenopolis.planner.core.roadef;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.xenopolis.planner.core.model.Placement;

class RoadefInstanceTest {
    /** Two resources (the first transient), three machines, two services, three processes; costs are summed by hand. */
    private static final String MODEL = """
            2
            1 10
            0 1
            3
            0 0 20 20 8 20 0 2 3
            0 1 20 20 8 20 2 0 1
            1 2 20 20 8 20 3 1 0
            2
            2 0
            0 1 0
            3
            0 6 1 5
            0 4 2 7
            1 5 3 9
            1
            0 1 2 4
            1 10 100
            """;

    private static final RoadefInstance INSTANCE = RoadefInstance.parse(MODEL, "0 1 1");

    @Test
    void theStartCostsItsLoadAndBalanceAlone() {
        RoadefVerdict verdict = RoadefJudge.judge(INSTANCE, new int[] {0, 1, 1});

        // Machine 1 takes 9 of resource 0, one over its safety capacity.
        assertThat(verdict.load()).isEqualTo(10);
        // 4 * max(0, 2 * free0 - free1): 2*14-19, 2*11-15, 2*20-20.
        assertThat(verdict.balance()).isEqualTo(4 * (9 + 7 + 20));
        assertThat(verdict.cost()).isEqualTo(154);
        assertThat(verdict.isFeasible()).isTrue();
        assertThat(INSTANCE.objective(new Placement(INSTANCE.model())).cost()).isEqualTo(154);
    }

    @Test
    void aMoveCostsProcessServiceAndMachines() {
        RoadefVerdict verdict = RoadefJudge.judge(INSTANCE, new int[] {0, 1, 0});

        assertThat(verdict.itemMoves()).isEqualTo(9);
        assertThat(verdict.groupMoves()).isEqualTo(10);
        assertThat(verdict.machineMoves()).isEqualTo(200);
        assertThat(verdict.load()).isEqualTo(30);
        assertThat(verdict.isFeasible()).isTrue();
    }

    @Test
    void everyBrokenRuleIsNamed() {
        assertThat(RoadefJudge.judge(INSTANCE, new int[] {1, 1, 1}).broken())
                .containsExactly("conflict in service 0", "spread of service 0");
        assertThat(RoadefJudge.judge(INSTANCE, new int[] {0, 1, 2}).broken())
                .containsExactly("dependency of service 1 on 0");
    }

    @Test
    void whatAMovedProcessLeavesBehindCountsAgainstTheCapacity() {
        RoadefInstance tight =
                RoadefInstance.parse("1 1 0 2 0 0 10 10 0 1 0 0 10 10 1 0 2 0 0 0 0 2 0 6 1 1 7 1 0 1 1 1", "0 1");

        // They change places: each machine takes 6 and 7 at once.
        assertThat(RoadefJudge.judge(tight, new int[] {1, 0}).broken())
                .containsExactly("capacity of machine 0, resource 0", "capacity of machine 1, resource 0");
    }

    @Test
    void badInputIsNamedByItsLine() {
        assertThatThrownBy(() -> RoadefInstance.parse(MODEL.replace("0 4 2 7", "2 4 2 7"), "0 1 1"))
                .isInstanceOf(RoadefException.class)
                .hasMessage("model, line 13: a process's service is not a whole number from 0 to 1: '2'");
        assertThatThrownBy(() -> RoadefInstance.parse(MODEL, "0 1\n3"))
                .hasMessage("initial assignment, line 2: a process's machine is not a whole number from 0 to 2: '3'");
        assertThatThrownBy(() -> RoadefInstance.parse(MODEL + "7", "0 1 1"))
                .hasMessage("model, line 18: more numbers than the counts announce");
        assertThatThrownBy(() -> RoadefInstance.parse("2 1 10 x", "0"))
                .hasMessage("model, line 1: a resource's transient mark is not a whole number from 0 to 1: 'x'");
        assertThatThrownBy(() -> RoadefInstance.parse("2 1 10", "0"))
                .hasMessage("model, line 1: the text ends where a resource's transient mark should be");
    }
}
