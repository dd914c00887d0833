package org.xenopolis.gateway.core;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One page of a list that is ordered by id: how many, and after which. */
public record Paging(int limit, @Nullable UUID after) {
    public static final int LIMIT_MAX = 200;
    public static final int LIMIT_DEFAULT = 50;

    /** Reads the query parameters; adds to {@code wrong} what is not right with them. */
    public static Paging parse(@Nullable String limit, @Nullable String after, List<Violation> wrong) {
        return new Paging(parseLimit(limit, wrong), parseAfter(after, wrong));
    }

    public static Paging parse(@Nullable String limit, @Nullable String after) {
        return parse(limit, after, new ArrayList<>());
    }

    /** Whether a page of that many items can have another after it. */
    public boolean mayGoOn(int items) {
        return items >= limit;
    }

    private static int parseLimit(@Nullable String limit, List<Violation> wrong) {
        if (limit == null || limit.isEmpty()) {
            return LIMIT_DEFAULT;
        }
        try {
            int number = Integer.parseInt(limit);
            if (number >= 1 && number <= LIMIT_MAX) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        wrong.add(new Violation("limit", "must be 1 to " + LIMIT_MAX));
        return LIMIT_DEFAULT;
    }

    private static @Nullable UUID parseAfter(@Nullable String after, List<Violation> wrong) {
        if (after == null || after.isEmpty()) {
            return null;
        }
        try {
            return UUID.fromString(after);
        } catch (IllegalArgumentException e) {
            wrong.add(new Violation("after", "must be the id of the last item that you have"));
            return null;
        }
    }
}
