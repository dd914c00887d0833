package org.xenopolis.images.core.net;

import java.util.List;

/**
 * Which addresses belong to the public internet. Everything else is refused: the cloud's own networks, and forms of
 * IPv6 that carry an IPv4 address inside (mapped, compatible, NAT64, 6to4, Teredo, ISATAP), by which an inner address
 * could be reached under another name. Ranges: IANA special-purpose registries (RFC 6890 and its successors).
 */
public final class AddressRules {
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private static final List<Range> NOT_GLOBAL_V4 = List.of(
            Range.v4(0, 0, 0, 0, 8),
            Range.v4(10, 0, 0, 0, 8),
            Range.v4(100, 64, 0, 0, 10),
            Range.v4(127, 0, 0, 0, 8),
            Range.v4(169, 254, 0, 0, 16),
            Range.v4(172, 16, 0, 0, 12),
            Range.v4(192, 0, 0, 0, 24),
            Range.v4(192, 0, 2, 0, 24),
            Range.v4(192, 88, 99, 0, 24),
            Range.v4(192, 168, 0, 0, 16),
            Range.v4(198, 18, 0, 0, 15),
            Range.v4(198, 51, 100, 0, 24),
            Range.v4(203, 0, 113, 0, 24),
            Range.v4(224, 0, 0, 0, 4),
            Range.v4(240, 0, 0, 0, 4));

    /** Of IPv6 only this is public; mapped, compatible, NAT64, link-local, unique-local and multicast lie outside. */
    private static final Range GLOBAL_V6 = Range.v6(0x2000, 0, 0, 3);

    private static final List<Range> NOT_GLOBAL_V6 = List.of(
            // Teredo, ORCHID, benchmarking and other protocol assignments.
            Range.v6(0x2001, 0, 0, 23),
            Range.v6(0x2001, 0x0db8, 0, 32),
            Range.v6(0x2002, 0, 0, 16),
            Range.v6(0x3fff, 0, 0, 20));

    private AddressRules() {}

    /** @param address 4 or 16 bytes in network order */
    public static boolean isGlobal(byte[] address) {
        return switch (address.length) {
            case IPV4_BYTES -> NOT_GLOBAL_V4.stream().noneMatch(range -> range.contains(address));
            case IPV6_BYTES ->
                GLOBAL_V6.contains(address)
                        && NOT_GLOBAL_V6.stream().noneMatch(range -> range.contains(address))
                        && !isIsatap(address);
            default -> throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + address.length);
        };
    }

    /** RFC 5214: the interface part is 0000:5efe or 0200:5efe and an IPv4 address. */
    private static boolean isIsatap(byte[] address) {
        return (address[8] == 0 || address[8] == 2)
                && address[9] == 0
                && address[10] == 0x5e
                && address[11] == (byte) 0xfe;
    }

    @SuppressWarnings("ArrayRecordComponent") // Constants of this class, never compared.
    private record Range(byte[] prefix, int bits) {
        static Range v4(int a, int b, int c, int d, int bits) {
            return new Range(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d}, bits);
        }

        static Range v6(int first, int second, int third, int bits) {
            byte[] prefix = new byte[IPV6_BYTES];
            int[] words = {first, second, third};
            for (int i = 0; i < words.length; i++) {
                prefix[2 * i] = (byte) (words[i] >> 8);
                prefix[2 * i + 1] = (byte) words[i];
            }
            return new Range(prefix, bits);
        }

        boolean contains(byte[] address) {
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
