package org.xenopolis.images.blobs;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xenopolis.cluster.Digest;

/**
 * How objects are named. A blob is {@code sha256/ab/<64 hex>}, with the list of its chunks' digests beside it
 * ({@code .chunks}): a blob is there when its list is.
 *
 * @param prefix of every key; empty, or ends with a slash
 */
record S3Keys(String prefix) {
    static final String CHUNKS = ".chunks";
    private static final Pattern REMOVED = Pattern.compile("removed/([0-9a-f]{64})");
    private static final Pattern BLOB = Pattern.compile("sha256/[0-9a-f]{2}/([0-9a-f]{64})");

    String blob(Digest digest) {
        return blobs() + digest.hex().substring(0, 2) + "/" + digest.hex();
    }

    String chunks(Digest digest) {
        return blob(digest) + CHUNKS;
    }

    String blobs() {
        return prefix + "sha256/";
    }

    /** Says that the blob was deleted, and when: whoever reads it may finish. */
    String removed(Digest digest) {
        return removed() + digest.hex();
    }

    String removed() {
        return prefix + "removed/";
    }

    /** Bytes that are still being written have no name yet. */
    String staged() {
        return staging() + UUID.randomUUID();
    }

    String staging() {
        return prefix + "staging/";
    }

    /** A part of zero bytes, copied wherever a blob has one. */
    String zeroes(int bytes) {
        return prefix + "zeroes/" + bytes;
    }

    /** Says whose blobs these are. */
    String owner() {
        return prefix + "image-store";
    }

    Optional<Digest> ofBlob(String key) {
        return digest(BLOB, key);
    }

    Optional<Digest> ofRemoved(String key) {
        return digest(REMOVED, key);
    }

    private Optional<Digest> digest(Pattern form, String key) {
        Matcher found = form.matcher(key.substring(prefix.length()));
        return found.matches() ? Optional.of(Digest.of("sha256:" + found.group(1))) : Optional.empty();
    }
}
