package org.xenopolis.host.metering;

import org.xenopolis.host.core.Reading;
import org.xenopolis.host.driver.Domain;

/** A domain as it was just seen, with what the hypervisor does not know of it. */
public record Seen(String bootId, Domain domain, String tenantId, long diskBytes) {
    Reading reading() {
        return domain.reading();
    }
}
