package org.xenopolis.gateway.mutations;

import org.jspecify.annotations.Nullable;

/** What a change is answered with, kept under its key. @param body a view; absent for 204 */
public record Answer(
        int status, @Nullable Object body, @Nullable String location) {
    public static Answer ok(Object body) {
        return new Answer(200, body, null);
    }

    public static Answer created(String location, Object body) {
        return new Answer(201, body, location);
    }

    /** Goes on after the answer. @param operation where it stands */
    public static Answer accepted(String operation, Object body) {
        return new Answer(202, body, operation);
    }

    public static Answer gone() {
        return new Answer(204, null, null);
    }
}
