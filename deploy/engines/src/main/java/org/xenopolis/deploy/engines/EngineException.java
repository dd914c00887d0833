package org.xenopolis.deploy.engines;

import org.jspecify.annotations.Nullable;

/** An engine could not be prepared or started; the message is one line that an operator can act on. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EngineException(String message) {
        this(message, null);
    }

    public EngineException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
