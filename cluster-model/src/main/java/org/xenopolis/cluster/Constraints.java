package org.xenopolis.cluster;

import java.util.Optional;
import java.util.Set;

/**
 * What a tenant asks of the place of an instance, besides its size.
 *
 * @param affinity instances of one such group are all on one host
 * @param antiAffinity no two instances of one such group are on one host
 * @param cpuFeatures flags the processor must have, named as in {@link CpuModel}
 */
public record Constraints(
        Optional<ZoneName> zone,
        Optional<PlacementGroup> affinity,
        Optional<PlacementGroup> antiAffinity,
        Set<String> cpuFeatures) {
    public static final Constraints NONE =
            new Constraints(Optional.empty(), Optional.empty(), Optional.empty(), Set.of());

    public Constraints {
        cpuFeatures = Set.copyOf(cpuFeatures);
    }

    public Constraints inZone(ZoneName newZone) {
        return new Constraints(Optional.of(newZone), affinity, antiAffinity, cpuFeatures);
    }

    public Constraints together(PlacementGroup group) {
        return new Constraints(zone, Optional.of(group), antiAffinity, cpuFeatures);
    }

    public Constraints apart(PlacementGroup group) {
        return new Constraints(zone, affinity, Optional.of(group), cpuFeatures);
    }

    public Constraints withCpuFeatures(Set<String> features) {
        return new Constraints(zone, affinity, antiAffinity, features);
    }

    /** Refuses groups of another tenant: naming one would tell where that tenant's instances are. */
    void requireOwnedBy(TenantId tenant) {
        requireOwned(affinity, tenant);
        requireOwned(antiAffinity, tenant);
    }

    private static void requireOwned(Optional<PlacementGroup> group, TenantId tenant) {
        if (group.isPresent() && !group.get().tenant().equals(tenant)) {
            throw new IllegalArgumentException("group of another tenant");
        }
    }
}
