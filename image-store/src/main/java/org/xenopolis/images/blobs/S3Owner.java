package org.xenopolis.images.blobs;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Whose blobs a bucket keeps. An image store removes what its records do not name, so two with different records must
 * never share a place.
 */
final class S3Owner {
    private S3Owner() {}

    /** Says it in the bucket the first time. @throws IllegalStateException when the bucket is somebody else's */
    static void require(S3Bucket bucket, String key, UUID owner) {
        byte[] mine = owner.toString().getBytes(StandardCharsets.US_ASCII);
        if (bucket.read(key).isEmpty()) {
            bucket.writeFirst(key, mine);
        }
        // Read in any case: somebody else may have written first.
        String found = bucket.read(key)
                .map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
                .orElse("");
        if (!found.equals(owner.toString())) {
            throw new IllegalStateException("the bucket " + bucket.name() + " keeps the images of another image store ("
                    + key + " says " + found + ", the database " + owner
                    + "): name another bucket in XENO_IMAGE_S3_BUCKET, or a place of its own in XENO_IMAGE_S3_PREFIX");
        }
    }
}
