package org.xenopolis.gateway.tenants;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.xenopolis.gateway.edge.CurrentRequest;

/** The tenant itself. */
@Path("/v1/tenant")
@Tag(name = "tenant")
@RolesAllowed("tenant")
@RunOnVirtualThread
public class TenantResource {
    private final TenantDirectory directory;
    private final CurrentRequest current;

    TenantResource(TenantDirectory directory, CurrentRequest current) {
        this.directory = directory;
        this.current = current;
    }

    @GET
    public TenantView getTenant() {
        return directory.view(current.tenant());
    }
}
