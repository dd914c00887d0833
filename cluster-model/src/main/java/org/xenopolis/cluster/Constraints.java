package org.xenopolis.cluster;

import java.util.Optional;
import java.util.Set;

/**
 * What a tenant asks of the place of an instance, besides its size.
 *
 * @param affinity instances of one such group are all on one host
 * @param antiAffinity no two instances of one such group are on one host
 * @param cpuFeatures flags the processor must have, named as in {@link CpuModel}
 * @param mobility whether and how it may be moved to another place
 */
public record Constraints(
        Optional<ZoneName> zone,
        Optional<PlacementGroup> affinity,
        Optional<PlacementGroup> antiAffinity,
        Set<String> cpuFeatures,
        Mobility mobility) {
    public static final Constraints NONE =
            new Constraints(Optional.empty(), Optional.empty(), Optional.empty(), Set.of());

    public Constraints {
        cpuFeatures = Set.copyOf(cpuFeatures);
    }

    /** Those of an instance that may be moved as the provider likes. */
    public Constraints(
            Optional<ZoneName> zone,
            Optional<PlacementGroup> affinity,
            Optional<PlacementGroup> antiAffinity,
            Set<String> cpuFeatures) {
        this(zone, affinity, antiAffinity, cpuFeatures, Mobility.FREE);
    }

    public Constraints inZone(ZoneName newZone) {
        return new Constraints(Optional.of(newZone), affinity, antiAffinity, cpuFeatures, mobility);
    }

    public Constraints together(PlacementGroup group) {
        return new Constraints(zone, Optional.of(group), antiAffinity, cpuFeatures, mobility);
    }

    public Constraints apart(PlacementGroup group) {
        return new Constraints(zone, affinity, Optional.of(group), cpuFeatures, mobility);
    }

    public Constraints withCpuFeatures(Set<String> features) {
        return new Constraints(zone, affinity, antiAffinity, features, mobility);
    }

    public Constraints moving(Mobility asked) {
        return new Constraints(zone, affinity, antiAffinity, cpuFeatures, asked);
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
