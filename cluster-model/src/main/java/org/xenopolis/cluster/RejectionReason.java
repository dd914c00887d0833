package org.xenopolis.cluster;

/**
 * Why a host cannot take an instance. The sentences are for tenants: they say what to change, and nothing about any
 * other tenant or about how full a host is.
 */
public enum RejectionReason {
    HOST_NOT_UP("The host is not in service at the moment; try again later."),
    CORDONED("The host is kept from taking new instances for maintenance; try again later."),
    ZONE("The host is in another zone; choose another zone or leave the zone open."),
    TOO_LARGE("The instance is larger than the whole host; choose fewer vCPUs, less memory or less disk."),
    VCPU("Not enough vCPUs are free; choose fewer vCPUs, another zone, or try again later."),
    MEMORY("Not enough memory is free; choose less memory, another zone, or try again later."),
    DISK("Not enough disk is free; choose a smaller disk, another zone, or try again later."),
    AFFINITY("Other members of its affinity group are on another host; make room there or leave the group."),
    ANTI_AFFINITY("A member of its anti-affinity group is on this host; leave the group or have fewer members."),
    CPU_FEATURES("The processor lacks a feature that is needed; ask for fewer CPU features."),
    CPU_VENDOR("The processor is of another make than the one the instance runs on; stop and start it instead."),
    XEN_VERSION("The host's Xen is older than the one the instance runs on; stop and start it instead."),
    ALREADY_PLACED("The instance already has a place on a host; stop it first."),
    NOT_PLACED("The instance does not run anywhere, so it cannot be moved or resized live; start it first."),
    ALREADY_MOVING("The instance is being moved; wait until that has ended."),
    PINNED("Its tenant asked that it not be moved; an operator who has to can force the move."),
    PAUSE_BUDGET(
            "It would stand still for longer than its tenant allows in a move; an operator who has to can force it."),
    SAME_HOST("The instance already runs on this host."),
    SOURCE_NOT_UP("The host on which the instance runs does not answer; it can be moved when it is back."),
    REFUSED("The host has just tried and could not take it; try again later."),
    HOST_UNKNOWN("There is no such host.");

    private final String sentence;

    RejectionReason(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
