package org.xenopolis.billing.core;

import java.math.BigInteger;

/** A number of a dimension's units as a product, e.g. bytes × nanoseconds, which may pass 64 bits. */
record Quantity(long count, long times) {
    static Quantity of(Usage usage, Dimension dimension) {
        Usage.Amounts amounts = usage.amounts();
        return switch (dimension) {
            case CPU_USED -> new Quantity(amounts.cpuNanos(), 1);
            case VCPU_RESERVED -> new Quantity(amounts.vcpus(), usage.reservedNanos());
            case MEMORY_RESERVED -> new Quantity(amounts.memoryBytes(), usage.reservedNanos());
            case DISK_RESERVED -> new Quantity(amounts.diskBytes(), usage.reservedNanos());
            case DISK_READ -> new Quantity(amounts.diskReadBytes(), 1);
            case DISK_WRITTEN -> new Quantity(amounts.diskWrittenBytes(), 1);
            case DISK_OPERATIONS -> new Quantity(amounts.diskOperations(), 1);
            case NETWORK_RECEIVED -> new Quantity(amounts.networkReceivedBytes(), 1);
            case NETWORK_SENT -> new Quantity(amounts.networkSentBytes(), 1);
        };
    }

    boolean isZero() {
        return count == 0 || times == 0;
    }

    BigInteger toBigInteger() {
        return BigInteger.valueOf(count).multiply(BigInteger.valueOf(times));
    }
}
