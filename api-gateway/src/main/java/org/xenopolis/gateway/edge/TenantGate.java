package org.xenopolis.gateway.edge;

import java.util.UUID;

/** Port: whether a claimed tenant is one of ours. */
public interface TenantGate {
    boolean isOpen(UUID tenant);
}
