package org.xenopolis.gateway.mutations;

import java.util.UUID;

/** What a request may name when it makes something new: chosen once per key, so that doing it again makes the same. */
public record Ids(UUID entity, UUID operation) {
    public String entityText() {
        return entity.toString();
    }

    public String operationText() {
        return operation.toString();
    }
}
