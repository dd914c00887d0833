package org.xenopolis.gateway.edge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a list. @param next where the following one is; absent after the last */
public record Page<T>(List<T> items, @Nullable String next) {
    public Page {
        items = List.copyOf(items);
    }
}
