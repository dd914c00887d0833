package org.xenopolis.images.core;

import java.util.Optional;
import java.util.Set;
import org.xenopolis.cluster.Digest;

/**
 * One file of an image.
 *
 * @param expected the digest the uploader promised
 * @param arrived the bytes as they came; set once
 * @param stored the bytes as hosts fetch them, set when the image is verified
 * @param importing whether this service is fetching the bytes by URL now
 */
public record Part(
        PartRole role, Optional<Digest> expected, Optional<Bytes> arrived, Optional<Stored> stored, boolean importing) {

    /** Some bytes, by their digest. */
    public record Bytes(Digest digest, long sizeBytes) {}

    /**
     * @param foundFormat what the inspector found in the bytes that arrived
     * @param format what hosts fetch: a qcow2 file is kept as the raw disk it describes
     */
    public record Stored(String foundFormat, String format, Bytes bytes, long virtualBytes, Set<BootFact> boot) {
        public Stored {
            boot = Set.copyOf(boot);
        }
    }

    public static Part expected(PartRole role, Optional<Digest> expected) {
        return new Part(role, expected, Optional.empty(), Optional.empty(), false);
    }

    Part withImporting(boolean now) {
        return new Part(role, expected, arrived, stored, now);
    }

    Part withArrived(Bytes bytes) {
        return new Part(role, expected, Optional.of(bytes), stored, false);
    }

    Part withStored(Stored found) {
        return new Part(role, expected, arrived, Optional.of(found), false);
    }
}
