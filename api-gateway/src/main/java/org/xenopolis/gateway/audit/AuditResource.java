package org.xenopolis.gateway.audit;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.xenopolis.gateway.edge.Page;
import org.xenopolis.gateway.edge.PageQuery;

/** Who changed what. */
@Path("/operator/v1/audit")
@Tag(name = "operator: audit")
@RolesAllowed("operator")
@RunOnVirtualThread
public class AuditResource {
    private final AuditReader audit;

    AuditResource(AuditReader audit) {
        this.audit = audit;
    }

    @GET
    public Page<AuditViews.Entry> listAudit(
            @BeanParam PageQuery query, @QueryParam("tenantId") @Nullable UUID tenantId) {
        return query.page(
                audit.page(Optional.ofNullable(tenantId), query.paging()), entry -> entry, AuditViews.Entry::id);
    }

    /** Walks the chains from their beginning: every one, or a tenant's. */
    @GET
    @Path("/verification")
    public AuditViews.Verification verifyAudit(@QueryParam("tenantId") @Nullable UUID tenantId) {
        return audit.verify(Optional.ofNullable(tenantId));
    }
}
