package org.xenopolis.deploy.local.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartOrderTest {
    @Test
    void eachPartComesAfterWhatItNeeds() {
        List<List<String>> levels = StartOrder.levels(Map.of(
                "gateway", List.of("keycloak", "kafka"),
                "keycloak", List.of("postgres"),
                "kafka", List.of(),
                "postgres", List.of()));

        assertThat(levels).hasSize(3);
        assertThat(levels.get(0)).containsExactlyInAnyOrder("kafka", "postgres");
        assertThat(levels.get(1)).containsExactly("keycloak");
        assertThat(levels.get(2)).containsExactly("gateway");
    }

    @Test
    void aCircleIsRefused() {
        assertThatThrownBy(() -> StartOrder.levels(Map.of("a", List.of("b"), "b", List.of("a"))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
