package org.xenopolis.gateway.instances;

import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.instances.MigrationPolicy;

/** What tenants ask about live moves, in the words of the API: ALLOWED and PINNED. */
final class MigrationWords {
    private static final String PREFIX = "MIGRATION_";

    private MigrationWords() {}

    static MigrationPolicy policy(@Nullable String word) {
        return word == null ? MigrationPolicy.MIGRATION_ALLOWED : MigrationPolicy.valueOf(PREFIX + word);
    }

    static String word(MigrationPolicy policy) {
        return policy.name().replace(PREFIX, "");
    }

    static @Nullable Long pause(long millis) {
        return millis == 0 ? null : millis;
    }
}
