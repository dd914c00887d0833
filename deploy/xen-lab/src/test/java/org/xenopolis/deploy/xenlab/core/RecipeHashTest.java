package org.xenopolis.deploy.xenlab.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecipeHashTest {
    @Test
    void theOrderOfFilesDoesNotMatter() {
        Map<String, byte[]> forth = new LinkedHashMap<>();
        forth.put("a", bytes("1"));
        forth.put("b", bytes("2"));
        Map<String, byte[]> back = new LinkedHashMap<>();
        back.put("b", bytes("2"));
        back.put("a", bytes("1"));

        assertThat(RecipeHash.of(forth)).isEqualTo(RecipeHash.of(back)).matches("[0-9a-f]{16}");
    }

    @Test
    void everyChangeMakesAnotherImage() {
        String before = RecipeHash.of(Map.of("build.sh", bytes("x"), "packages", bytes("y")));

        assertThat(RecipeHash.of(Map.of("build.sh", bytes("x"), "packages", bytes("z"))))
                .isNotEqualTo(before);
        assertThat(RecipeHash.of(Map.of("build.sh", bytes("x"), "package", bytes("sy"))))
                .isNotEqualTo(before);
        assertThat(RecipeHash.of(Map.of("build.sh", bytes("x")))).isNotEqualTo(before);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
