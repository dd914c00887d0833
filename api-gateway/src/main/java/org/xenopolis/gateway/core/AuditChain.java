package org.xenopolis.gateway.core;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * A chain of entries in which each hash covers the one before: an entry that was changed, taken out or moved breaks it,
 * and one cut off at the end differs from the head.
 */
public final class AuditChain {
    private static final int HASH_BYTES = 32;

    /** One stored entry. @param sequence counts from 1 without a gap */
    public record Link(long sequence, String entry, byte[] previous, byte[] hash) {}

    /** What the chain's head says: how many entries there are, and the last one's hash. */
    public record Head(long sequence, byte[] hash) {}

    public record Fault(long sequence, String fault) {}

    private AuditChain() {}

    /** What the first entry of a chain follows. */
    public static byte[] start() {
        return new byte[HASH_BYTES];
    }

    /** SHA-256(previous || entry). */
    public static byte[] hash(byte[] previous, String entry) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(previous);
            return digest.digest(entry.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Goes through a chain page by page; ask for {@link #faults} at the end. */
    public static final class Verifier {
        private static final int FAULTS_MAX = 100;

        private final List<Fault> faults = new ArrayList<>();
        private long sequence;
        private byte[] last = start();

        public void take(Link link) {
            sequence++;
            if (link.sequence() != sequence) {
                fault(link.sequence(), "entry " + sequence + " is missing or moved");
                sequence = link.sequence();
            } else if (!MessageDigest.isEqual(link.previous(), last)) {
                fault(sequence, "does not follow the entry before it");
            }
            if (!MessageDigest.isEqual(hash(link.previous(), link.entry()), link.hash())) {
                fault(sequence, "was changed: its hash differs");
            }
            last = link.hash();
        }

        public List<Fault> faults(Head head) {
            if (head.sequence() != sequence || !MessageDigest.isEqual(head.hash(), last)) {
                fault(sequence, "the chain ends at " + sequence + ", its head says " + head.sequence());
            }
            return List.copyOf(faults);
        }

        public long entries() {
            return sequence;
        }

        private void fault(long at, String what) {
            if (faults.size() < FAULTS_MAX) {
                faults.add(new Fault(at, what));
            }
        }
    }
}
