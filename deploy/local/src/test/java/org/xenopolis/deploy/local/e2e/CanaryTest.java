package org.xenopolis.deploy.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever looks for canaries has to find them. */
class CanaryTest {
    private final Canary canary = new Canary("a canary", "tweet tweet?&=\nsecret/1");

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "abc", "abcd"})
    void itIsFoundHoweverItIsWritten(String before) {
        byte[] text = (before + canary.secret() + "after").getBytes(StandardCharsets.UTF_8);

        assertThat(canary.isIn(new String(text, StandardCharsets.UTF_8))).isTrue();
        assertThat(canary.isIn(Base64.getEncoder().encodeToString(text))).isTrue();
        assertThat(canary.isIn(Base64.getUrlEncoder().encodeToString(text))).isTrue();
        assertThat(canary.isIn(HexFormat.of().formatHex(text))).isTrue();
        assertThat(canary.isIn(HexFormat.of().withUpperCase().formatHex(text))).isTrue();
        assertThat(canary.isIn(before + URLEncoder.encode(canary.secret(), StandardCharsets.UTF_8)))
                .isTrue();
    }

    @Test
    void whatIsNotThereIsNotFoundAndItsNameIsAllThatIsSaid() {
        assertThat(canary.isIn("tweet tweet")).isFalse();
        assertThat(canary.toString()).isEqualTo("a canary");
    }
}
