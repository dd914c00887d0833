package org.xenopolis.host.metering;

import org.xenopolis.host.core.Reading;
import org.xenopolis.host.driver.Domain;

/**
 * A domain as it was just seen, with what the hypervisor does not know of it.
 *
 * @param diskBytes of the instance's disk and volumes
 * @param diskSinceNanos when that changed last; only read when it differs from what the open line says
 */
public record Seen(String bootId, Domain domain, String tenantId, long diskBytes, long diskSinceNanos) {
    Reading reading() {
        return domain.reading();
    }
}
