package org.xenopolis.gateway.core;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** What to do with a request whose idempotency key was seen before. */
public final class IdempotencyRule {
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,128}");

    /** Longer than any request may take: whoever holds the key after that has died. */
    public static final Duration HOLD = Duration.ofSeconds(20);

    private IdempotencyRule() {}

    /** An answer as it was given. */
    public record Stored(int status, String body, Optional<String> location) {}

    /** What is noted under a key. */
    public record Noted(byte[] requestHash, Optional<Stored> answer, Instant heldUntil) {}

    public sealed interface Decision {
        /** Answer as before. */
        record Repeat(Stored answer) implements Decision {}

        /** Another request used this key. */
        record Reused() implements Decision {}

        /** Somebody is at it. */
        record InProgress() implements Decision {}

        /** Nobody is at it any more and nobody knows how far it came: do it again, with the ids that were noted. */
        record TakeOver() implements Decision {}
    }

    public static boolean isKey(String text) {
        return KEY.matcher(text).matches();
    }

    public static Decision decide(Noted noted, byte[] requestHash, Instant now) {
        if (!MessageDigest.isEqual(noted.requestHash(), requestHash)) {
            return new Decision.Reused();
        }
        if (noted.answer().isPresent()) {
            return new Decision.Repeat(noted.answer().get());
        }
        return now.isBefore(noted.heldUntil()) ? new Decision.InProgress() : new Decision.TakeOver();
    }
}
