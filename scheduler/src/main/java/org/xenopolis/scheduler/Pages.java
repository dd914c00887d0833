package org.xenopolis.scheduler;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.common.PageRequest;

/** What every listing checks. */
public final class Pages {
    public static final int LIMIT_MAX = 200;
    static final int LIMIT_DEFAULT = 50;
    private static final UUID FIRST = new UUID(0, 0);

    private Pages() {}

    public static int limit(PageRequest page) {
        if (page.getLimit() < 0 || page.getLimit() > LIMIT_MAX) {
            throw Problems.invalid("bad-limit", "limit is between 1 and " + LIMIT_MAX + ".");
        }
        return page.getLimit() == 0 ? LIMIT_DEFAULT : page.getLimit();
    }

    public static UUID after(PageRequest page) {
        return page.getAfterId().isEmpty() ? FIRST : Problems.parse("after_id", page.getAfterId(), UUID::fromString);
    }

    /** An id that may be left open: then null. */
    public static @Nullable UUID id(String field, String text) {
        return text.isEmpty() ? null : Problems.parse(field, text, UUID::fromString);
    }

    /** Whether the asker may see it. An operator names no tenant and sees all. */
    public static boolean mine(String asker, String owner) {
        return asker.isEmpty() || asker.equals(owner);
    }
}
