package org.xenopolis.deploy.local.plans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenopolis.deploy.local.stack.StackException;

class WindowTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "01:00-05:00 01:00-05:00",
                "mon-wed,sun/22:00-05:30 mon,tue,wed,sun/22:00-05:30",
                "sat,sat/00:00-00:00 sat/00:00-24:00",
                "12:00-24:00 12:00-24:00"
            })
    void saysAgainWhatItRead(String text, String again) {
        assertThat(WindowText.of(WindowText.parse(text))).isEqualTo(again);
    }

    @Test
    void countsDaysFromMonday() {
        assertThat(WindowText.parse("mon,sun/00:01-01:00"))
                .hasToString("{\"days\":[1,7],\"fromMinute\":1,\"toMinute\":60}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "always",
                "24:00-01:00",
                "01:60-02:00",
                "01:00-25:00",
                "day/01:00-02:00",
                "sun-mon/01:00-02:00",
                "/01:00-02:00"
            })
    void saysWhatAWindowIs(String text) {
        assertThatThrownBy(() -> WindowText.parse(text))
                .isInstanceOf(StackException.class)
                .hasMessageContaining(WindowText.FORM);
    }
}
