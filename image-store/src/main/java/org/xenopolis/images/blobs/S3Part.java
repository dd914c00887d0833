package org.xenopolis.images.blobs;

import software.amazon.awssdk.services.s3.model.CompletedPart;

/** One part of an object that is being written. @param number from 1 */
record S3Part(String key, String upload, int number) {
    CompletedPart completed(String tag) {
        return CompletedPart.builder().partNumber(number).eTag(tag).build();
    }
}
