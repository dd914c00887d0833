package org.xenopolis.gateway.networks;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xenopolis.gateway.edge.CurrentRequest;
import org.xenopolis.gateway.mutations.Mutations;
import org.xenopolis.gateway.projects.Projects;
import org.xenopolis.gateway.tenants.TenantDirectory;
import org.xenopolis.store.Transactions;

/** What every resource of this package works with. */
@Singleton
record NetworkParts(
        Transactions transactions,
        Mutations mutations,
        CurrentRequest current,
        Projects projects,
        TenantDirectory tenants,
        Clock clock) {
    UUID tenant() {
        return current.tenant();
    }

    /** Call it outside a transaction. */
    UUID projectOrDefault(@Nullable UUID project) {
        return project == null ? tenants.defaultProject(tenant()) : project;
    }
}
