package org.xenopolis.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xenopolis.gateway.core.IdempotencyRule.Decision;
import org.xenopolis.gateway.core.IdempotencyRule.Noted;
import org.xenopolis.gateway.core.IdempotencyRule.Stored;

class IdempotencyRuleTest {
    private static final byte[] MINE = {1, 2, 3};
    private static final byte[] OTHER = {3, 2, 1};
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Stored ANSWER = new Stored(202, "{}", Optional.of("/v1/operations/1"));

    @Test
    void theSameRequestAgainGetsTheSameAnswer() {
        Noted noted = new Noted(MINE, Optional.of(ANSWER), NOW.plusSeconds(5));

        assertThat(IdempotencyRule.decide(noted, MINE, NOW)).isEqualTo(new Decision.Repeat(ANSWER));
    }

    @Test
    void anotherRequestUnderTheKeyIsRefusedEvenWhileTheFirstIsWorkedOn() {
        assertThat(IdempotencyRule.decide(new Noted(MINE, Optional.of(ANSWER), NOW), OTHER, NOW))
                .isEqualTo(new Decision.Reused());
        assertThat(IdempotencyRule.decide(new Noted(MINE, Optional.empty(), NOW.plusSeconds(5)), OTHER, NOW))
                .isEqualTo(new Decision.Reused());
    }

    @Test
    void aHeldKeyWaitsAndAnAbandonedOneIsTakenOver() {
        Noted noted = new Noted(MINE, Optional.empty(), NOW);

        assertThat(IdempotencyRule.decide(noted, MINE, NOW.minusNanos(1))).isEqualTo(new Decision.InProgress());
        assertThat(IdempotencyRule.decide(noted, MINE, NOW)).isEqualTo(new Decision.TakeOver());
    }

    @Test
    void aKeyIsVisibleAsciiUpTo128Characters() {
        assertThat(IdempotencyRule.isKey("a".repeat(128))).isTrue();
        assertThat(IdempotencyRule.isKey("a".repeat(129))).isFalse();
        assertThat(IdempotencyRule.isKey("")).isFalse();
        assertThat(IdempotencyRule.isKey("a b")).isFalse();
        assertThat(IdempotencyRule.isKey("é")).isFalse();
        assertThat(IdempotencyRule.isKey("a\n")).isFalse();
    }
}
