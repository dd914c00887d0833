package org.xenopolis.scheduler.instances;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.Constraints;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.PlacementGroup;
import org.xenopolis.cluster.PlacementRequest;
import org.xenopolis.cluster.ProjectId;
import org.xenopolis.cluster.Share;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.cluster.ZoneName;
import org.xenopolis.contracts.instances.InstanceSpec;
import org.xenopolis.contracts.instances.MigrationPolicy;
import org.xenopolis.scheduler.Problems;

/** Checks a spec from outside, and says it in the words of the cluster model. */
public final class Specs {
    public static final int USER_DATA_BYTES_MAX = 64 << 10;
    static final int NICS_MAX = 16;
    static final int KEYS_MAX = 50;
    private static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

    private Specs() {}

    /** Throws a problem of kind INVALID for the first thing that is wrong. */
    public static void check(InstanceSpec spec) {
        if (!NAME.matcher(spec.getName()).matches()) {
            throw Problems.invalid(
                    "bad-name", "A name has 1 to 63 characters a-z, 0-9 and -, and starts with a letter.");
        }
        Problems.parse("tenant_id", spec.getTenantId(), TenantId::of);
        Problems.parse("project_id", spec.getProjectId(), ProjectId::of);
        if (spec.getUserData().size() > USER_DATA_BYTES_MAX) {
            throw Problems.invalid("user-data-too-large", "User data has at most 64 KiB.");
        }
        if (spec.getNicsCount() > NICS_MAX || spec.getSshPublicKeysCount() > KEYS_MAX) {
            throw Problems.invalid(
                    "too-many", "At most " + NICS_MAX + " network interfaces and " + KEYS_MAX + " keys.");
        }
        if (spec.getCpuWeight() < 0 || spec.getCpuWeight() > Share.WEIGHT_MAX || spec.getCpuCapPercent() < 0) {
            throw Problems.invalid("bad-share", "cpu_weight is 1..65535 or 0, cpu_cap_percent is not negative.");
        }
        checkMigration(spec.getMigration(), spec.getPauseMaxMillis());
        Problems.parse("spec", "", ignored -> model(spec));
    }

    static void checkMigration(MigrationPolicy policy, long pauseMaxMillis) {
        if (policy == MigrationPolicy.UNRECOGNIZED || pauseMaxMillis < 0) {
            throw Problems.invalid(
                    "bad-migration", "migration is ALLOWED or PINNED, and pause_max_millis is not negative.");
        }
    }

    public static PlacementRequest request(InstanceId id, InstanceSpec spec) {
        return new PlacementRequest(id, model(spec));
    }

    /** Throws {@link IllegalArgumentException} when it cannot be said. */
    static org.xenopolis.cluster.InstanceSpec model(InstanceSpec spec) {
        TenantId tenant = TenantId.of(spec.getTenantId());
        return new org.xenopolis.cluster.InstanceSpec(
                tenant,
                org.xenopolis.cluster.Resources.of(
                        spec.getResources().getVcpus(),
                        new MemorySize(spec.getResources().getMemoryBytes()),
                        new DiskSize(spec.getResources().getDiskBytes())),
                Digest.of(spec.getImageDigest()),
                new Constraints(
                        spec.getZone().isEmpty() ? Optional.empty() : Optional.of(ZoneName.of(spec.getZone())),
                        group(tenant, spec.getAffinityGroup()),
                        group(tenant, spec.getAntiAffinityGroup()),
                        Set.of()));
    }

    private static Optional<PlacementGroup> group(TenantId tenant, @Nullable String name) {
        return name == null || name.isEmpty() ? Optional.empty() : Optional.of(new PlacementGroup(tenant, name));
    }
}
