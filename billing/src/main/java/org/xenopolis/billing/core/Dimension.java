package org.xenopolis.billing.core;

/** What is counted of a guest, each in its smallest unit, so that every quantity is a whole number. */
public enum Dimension {
    CPU_USED("CPU ns"),
    VCPU_RESERVED("vCPU ns"),
    MEMORY_RESERVED("byte ns"),
    DISK_RESERVED("byte ns"),
    DISK_READ("bytes"),
    DISK_WRITTEN("bytes"),
    DISK_OPERATIONS("operations"),
    NETWORK_RECEIVED("bytes"),
    NETWORK_SENT("bytes");

    private final String unit;

    Dimension(String unit) {
        this.unit = unit;
    }

    /** The unit of quantities. */
    public String unit() {
        return unit;
    }
}
