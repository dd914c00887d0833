package org.xenopolis.host.xen.dom0;

import org.jspecify.annotations.Nullable;

/** A verb failed, or dom0 cannot be reached. The message is for the log, not for tenants. */
public final class Dom0Exception extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Dom0Exception(String message) {
        super(message);
    }

    public Dom0Exception(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
