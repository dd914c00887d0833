package org.xenopolis.planner.core;

/**
 * Bytes per second on the network, received and sent together, and on disks, read and written together; of a guest, of a
 * host, or the most that a host can.
 */
public record Traffic(double network, double disk) {
    public static final Traffic NONE = new Traffic(0, 0);

    public Traffic {
        if (!(network >= 0 && disk >= 0)) {
            throw new IllegalArgumentException("traffic is negative: " + network + ", " + disk);
        }
    }

    public Traffic plus(Traffic other) {
        return new Traffic(network + other.network, disk + other.disk);
    }
}
