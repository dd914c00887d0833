package org.xenopolis.gateway.mutations;

import org.jspecify.annotations.Nullable;

/**
 * A request that changes something.
 *
 * @param action for the audit: {@code instances.create}
 * @param target id of what is changed; absent when it is made now
 * @param body what the client sent, to tell another request under the same key; never written down
 * @param keyed whether a key is looked at: not where repeating is harmless and takes longer than a key is held
 */
public record Change(
        String action, @Nullable Object target, @Nullable Object body, boolean keyed) {
    public Change(String action, @Nullable Object target, @Nullable Object body) {
        this(action, target, body, true);
    }
}
