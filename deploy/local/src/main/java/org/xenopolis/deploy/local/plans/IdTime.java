package org.xenopolis.deploy.local.plans;

import java.time.Instant;

/** Ids are UUIDs of version 7, which begin with the time at which they were made. */
final class IdTime {
    private IdTime() {}

    /** The least id that could have been made then. */
    static String least(Instant time) {
        String hex = "%012x".formatted(Math.max(0, time.toEpochMilli()));
        return hex.substring(0, 8) + "-" + hex.substring(8) + "-7000-8000-000000000000";
    }
}
