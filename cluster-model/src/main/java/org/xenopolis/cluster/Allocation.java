package org.xenopolis.cluster;

/**
 * A place on a host, promised to an instance and counted against the host's capacity, whether the domain exists yet or
 * not. An instance that moves holds two: it still runs on the source while the target is kept free for it.
 */
public record Allocation(
        InstanceId instance,
        TenantId tenant,
        HostId host,
        Epoch epoch,
        Purpose purpose,
        Resources resources,
        Constraints constraints) {
    /** Why the place is held. */
    public enum Purpose {
        RUN,
        MIGRATION_TARGET
    }

    public Allocation {
        constraints.requireOwnedBy(tenant);
    }

    /** The place that this request would hold on that host. */
    public static Allocation toRun(PlacementRequest request, HostId host, Epoch epoch) {
        InstanceSpec spec = request.spec();
        return new Allocation(
                request.instance(), spec.tenant(), host, epoch, Purpose.RUN, spec.resources(), spec.constraints());
    }

    /** The second place that this instance would hold while it moves to that host. */
    public Allocation toMoveTo(HostId target) {
        return new Allocation(instance, tenant, target, epoch, Purpose.MIGRATION_TARGET, resources, constraints);
    }

    /** The place on the target once the instance runs there; the new epoch is what makes the source's word old. */
    public Allocation arrived(Epoch newEpoch) {
        return new Allocation(instance, tenant, host, newEpoch, Purpose.RUN, resources, constraints);
    }

    public Allocation resized(Resources newResources) {
        return new Allocation(instance, tenant, host, epoch, purpose, newResources, constraints);
    }
}
