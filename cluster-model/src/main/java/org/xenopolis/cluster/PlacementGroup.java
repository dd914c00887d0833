package org.xenopolis.cluster;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * A named set of one tenant's instances that belong together or apart.
 *
 * <p>The tenant is part of the name, so two tenants who both say "web" never see or influence each other.
 */
public record PlacementGroup(TenantId tenant, String name) implements Comparable<PlacementGroup> {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Comparator<PlacementGroup> ORDER =
            Comparator.comparing(PlacementGroup::tenant).thenComparing(PlacementGroup::name);

    public PlacementGroup {
        if (!LABEL.matcher(name).matches()) {
            throw new IllegalArgumentException("not a group name (a-z, 0-9 and -, 1 to 63 characters): " + name);
        }
    }

    @Override
    public int compareTo(PlacementGroup other) {
        return ORDER.compare(this, other);
    }
}
