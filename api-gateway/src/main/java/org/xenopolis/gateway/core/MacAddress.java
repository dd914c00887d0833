package org.xenopolis.gateway.core;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A unicast, locally administered MAC address. */
public record MacAddress(String text) {
    private static final int BYTES = 6;

    /** Derived from the place in the network, so that giving it out again gives the same; 46 bits tell networks apart. */
    public static MacAddress of(UUID network, int offset) {
        byte[] place = ByteBuffer.allocate(20)
                .putLong(network.getMostSignificantBits())
                .putLong(network.getLeastSignificantBits())
                .putInt(offset)
                .array();
        byte[] hash = sha256(place);
        // Bit 0: multicast, never. Bit 1: locally administered, always.
        hash[0] = (byte) (hash[0] & 0xfc | 0x02);
        return new MacAddress(IntStream.range(0, BYTES)
                .mapToObj(i -> String.format("%02x", hash[i]))
                .collect(Collectors.joining(":")));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
