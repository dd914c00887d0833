package org.xenopolis.images.blobs;

import org.xenopolis.cluster.Digest;

/**
 * What was computed while bytes were written.
 *
 * @param chunkList digest of the list of the chunks' digests, by which one chunk can be checked without reading all
 */
public record BlobSummary(Digest digest, long sizeBytes, Digest chunkList) {}
