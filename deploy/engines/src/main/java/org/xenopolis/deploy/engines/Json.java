package org.xenopolis.deploy.engines;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The little JSON that talking to Keycloak takes; a library would be on every service's test class path. */
final class Json {
    private Json() {}

    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(character -> {
            if (character < ' ' || character == '"' || character == '\\') {
                quoted.append(String.format("\\u%04x", character));
            } else {
                quoted.append((char) character);
            }
        });
        return quoted.append('"').toString();
    }

    /** The first string under that key, anywhere; for values without escapes (tokens, ids). */
    static Optional<String> string(String json, String key) {
        Matcher matcher = Pattern.compile(Pattern.quote(quote(key)) + "\\s*:\\s*\"([^\"\\\\]*)\"")
                .matcher(json);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
