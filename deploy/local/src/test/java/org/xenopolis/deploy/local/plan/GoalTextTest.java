package org.xenopolis.deploy.local.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenopolis.deploy.local.plan.GoalText.Kind;
import org.xenopolis.deploy.local.stack.StackException;

class GoalTextTest {
    @Test
    void readsEveryForm() {
        assertThat(GoalText.parse("balance")).isEqualTo(new GoalText(Kind.BALANCE, List.of(), 0));
        assertThat(GoalText.parse("consolidate")).isEqualTo(new GoalText(Kind.CONSOLIDATE, List.of(), 0));
        assertThat(GoalText.parse("repair")).isEqualTo(new GoalText(Kind.REPAIR, List.of(), 1));
        assertThat(GoalText.parse("repair=2")).isEqualTo(new GoalText(Kind.REPAIR, List.of(), 2));
        assertThat(GoalText.parse("drain=a, b,a")).isEqualTo(new GoalText(Kind.DRAIN, List.of("a", "b"), 0));
        assertThat(GoalText.parse("maintenance=a,b,c"))
                .isEqualTo(new GoalText(Kind.MAINTENANCE, List.of("a", "b", "c"), 3));
        assertThat(GoalText.parse("maintenance=a,b,c/2"))
                .isEqualTo(new GoalText(Kind.MAINTENANCE, List.of("a", "b", "c"), 2));
    }

    @ParameterizedTest
    @CsvSource({
        "sleep, one of",
        "repair=0, 1..16",
        "repair=many, 1..16",
        "drain, stand hosts",
        "drain=, stand hosts",
        "maintenance=a/0, 1 or more",
        "maintenance=a/x, 1 or more"
    })
    void saysInOneLineWhatIsWrong(String text, String why) {
        assertThatThrownBy(() -> GoalText.parse(text))
                .isInstanceOf(StackException.class)
                .hasMessageContainingAll("the goal " + text, why);
    }
}
