package org.xenopolis.gateway.mutations;

import org.jspecify.annotations.Nullable;

/**
 * A request that changes something.
 *
 * @param action for the audit: {@code instances.create}
 * @param target id of what is changed; absent when it is made now
 * @param body what the client sent, to tell another request under the same key; never written down
 */
public record Change(
        String action, @Nullable Object target, @Nullable Object body) {}
