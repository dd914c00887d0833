package org.xenopolis.images.core;

import org.xenopolis.cluster.Digest;

/** Where an image stands. Each state offers only the steps that lead on from it. */
public sealed interface ImageState {
    /** Bytes are missing. */
    record Pending() implements ImageState {
        public Verifying complete() {
            return new Verifying();
        }

        public Rejected reject(String reason) {
            return new Rejected(reason);
        }
    }

    /** All bytes are there; nobody may use them yet. */
    record Verifying() implements ImageState {
        public Ready verified(Digest manifest) {
            return new Ready(manifest);
        }

        public Rejected reject(String reason) {
            return new Rejected(reason);
        }
    }

    /** Every byte was read back and equals its digest. */
    record Ready(Digest manifest) implements ImageState {
        public Damaged damage(String reason) {
            return new Damaged(manifest, reason);
        }
    }

    /** Never usable. */
    record Rejected(String reason) implements ImageState {}

    /** Was usable until a stored byte changed; usable again once its bytes are whole again. */
    record Damaged(Digest manifest, String reason) implements ImageState {
        public Ready repair() {
            return new Ready(manifest);
        }
    }

    record Deleted() implements ImageState {}
}
