package org.xenopolis.gateway.instances;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.gateway.core.InstanceRules;
import org.xenopolis.gateway.core.NamedSize;
import org.xenopolis.gateway.core.Violation;
import org.xenopolis.gateway.edge.Page;
import org.xenopolis.gateway.edge.Problems;
import org.xenopolis.gateway.peers.Words;

/** Sizes: the named ones, and how a request's size is read. */
@Path("/v1/sizes")
@Tag(name = "instances")
@RolesAllowed("tenant")
@RunOnVirtualThread
public class Sizes {
    /** Amounts as asked for. */
    public record Amount(int vcpus, long memoryMiB, long diskMiB) {
        public Resources resources() {
            return Resources.newBuilder()
                    .setVcpus(vcpus)
                    .setMemoryBytes(Words.bytes(memoryMiB))
                    .setDiskBytes(Words.bytes(diskMiB))
                    .build();
        }
    }

    @GET
    public Page<NamedSize> listSizes() {
        return new Page<>(NamedSize.ALL, null);
    }

    /** The size by its name, with single amounts put over it; all three amounts where there is no name. */
    public static Amount resolve(
            @Nullable String size, @Nullable Integer vcpus, @Nullable Long memoryMiB, @Nullable Long diskMiB) {
        List<Violation> wrong = new ArrayList<>();
        NamedSize base = base(size, wrong);
        Amount amount = new Amount(
                vcpus == null ? base.vcpus() : vcpus,
                memoryMiB == null ? base.memoryMiB() : memoryMiB,
                diskMiB == null ? base.diskMiB() : diskMiB);
        if (wrong.isEmpty()) {
            InstanceRules.checkSize(amount.vcpus(), amount.memoryMiB(), amount.diskMiB(), wrong);
        }
        Problems.refuseIfAny(wrong);
        return amount;
    }

    static NamedSize base(@Nullable String size, List<Violation> wrong) {
        NamedSize none = new NamedSize("", 0, 0, 0);
        if (size == null) {
            return none;
        }
        return NamedSize.named(size).orElseGet(() -> {
            wrong.add(new Violation("size", "is none of those of /v1/sizes"));
            return none;
        });
    }
}
