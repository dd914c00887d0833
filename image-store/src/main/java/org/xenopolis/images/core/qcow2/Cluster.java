package org.xenopolis.images.core.qcow2;

/** One cluster of the guest's disk. */
public sealed interface Cluster {
    /** Nothing was ever written there. */
    record Zeroes(int bytes) implements Cluster {}

    @SuppressWarnings("ArrayRecordComponent") // Passed on once, never compared.
    record Data(byte[] bytes) implements Cluster {}

    /** The file contradicts itself. */
    record Broken(String reason) implements Cluster {}
}
