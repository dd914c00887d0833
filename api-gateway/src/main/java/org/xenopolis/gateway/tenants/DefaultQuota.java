package org.xenopolis.gateway.tenants;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.xenopolis.gateway.audit.AuditTrail;
import org.xenopolis.gateway.core.Amounts;
import org.xenopolis.gateway.peers.Downstream;
import org.xenopolis.gateway.peers.Words;
import org.xenopolis.gateway.quotas.Quotas;

/** What a new tenant may hold unless the operator says otherwise. */
@ApplicationScoped
class DefaultQuota {
    @ConfigProperty(name = "xeno.quota.instances")
    int instances;

    @ConfigProperty(name = "xeno.quota.vcpus")
    int vcpus;

    @ConfigProperty(name = "xeno.quota.memory-mib")
    long memoryMiB;

    @ConfigProperty(name = "xeno.quota.disk-mib")
    long diskMiB;

    @ConfigProperty(name = "xeno.quota.volumes")
    int volumes;

    Amounts amounts() {
        return new Amounts(instances, vcpus, Words.bytes(memoryMiB), Words.bytes(diskMiB), volumes);
    }

    @Produces
    @jakarta.inject.Singleton
    TenantOpening.Parts opening(
            Quotas quotas,
            AuditTrail audit,
            TenantFacts facts,
            TenantDirectory directory,
            Downstream downstream,
            Clock clock) {
        return new TenantOpening.Parts(quotas, audit, facts, directory, downstream, clock);
    }
}
