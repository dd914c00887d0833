package org.xenopolis.cluster;

/** What a tenant wants to run. */
public record InstanceSpec(TenantId tenant, Resources resources, Digest image, Constraints constraints) {
    public InstanceSpec {
        if (resources.vcpus().count() < 1) {
            throw new IllegalArgumentException("an instance needs at least one vCPU");
        }
        if (resources.memory().bytes() < 1) {
            throw new IllegalArgumentException("an instance needs memory");
        }
        constraints.requireOwnedBy(tenant);
    }
}
