package org.xenopolis.gateway.peers;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.common.ErrorDetail;

/** From the services' words to the API's: absent is absent, not empty. */
public final class Words {
    private static final long MEBIBYTE = 1L << 20;

    private Words() {}

    /** Why something failed. @param attributes facts for programs, such as how many hosts were ruled out by what */
    public record Failure(String code, String message, Map<String, String> attributes) {}

    public static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    public static String orEmpty(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    public static @Nullable Instant time(boolean present, Timestamp time) {
        return present ? Instant.ofEpochSecond(time.getSeconds(), time.getNanos()) : null;
    }

    public static Timestamp time(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    public static @Nullable Failure failure(boolean present, ErrorDetail error) {
        return present ? new Failure(error.getCode(), error.getMessage(), error.getAttributesMap()) : null;
    }

    public static long mebibytes(long bytes) {
        return Math.ceilDiv(bytes, MEBIBYTE);
    }

    public static long bytes(long mebibytes) {
        return Math.multiplyExact(mebibytes, MEBIBYTE);
    }
}
