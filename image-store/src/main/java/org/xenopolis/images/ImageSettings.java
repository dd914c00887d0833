package org.xenopolis.images;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Limits and times, set as {@code xeno.image.*}; each has a default that a public cloud can live with. */
@ConfigMapping(prefix = "xeno.image")
public interface ImageSettings {
    /** Largest disk file that is taken, and largest disk that a guest may see. */
    @WithDefault("68719476736")
    long diskBytesMax();

    @WithDefault("268435456")
    long kernelBytesMax();

    @WithDefault("268435456")
    long ramdiskBytesMax();

    /** How many times larger than its file a disk may claim to be. */
    @WithDefault("2000")
    long expansionMax();

    /** Room that must be left on the storage: below it nothing new is taken. */
    @WithDefault("1073741824")
    long freeBytesMin();

    /** Images that one tenant may have at a time. */
    @WithDefault("200")
    int tenantImagesMax();

    /** Bytes that one tenant may keep or be sending. */
    @WithDefault("549755813888")
    long tenantBytesMax();

    @WithDefault("16")
    int uploadsMax();

    @WithDefault("4")
    int importsMax();

    @WithDefault("PT1H")
    Duration importTimeMax();

    /** How long a server may say nothing during an import. */
    @WithDefault("PT30S")
    Duration importSilenceMax();

    /** Origins such as {@code http://127.0.0.1:9000} that imports may reach although the rules refuse them. */
    Optional<List<String>> importAllow();

    /** How long bytes that nothing names any more are kept. */
    @WithDefault("PT1H")
    Duration blobGrace();

    /** After this time an image whose bytes never came is rejected. */
    @WithDefault("PT24H")
    Duration pendingTimeMax();

    /** How often the sweeper looks. */
    @WithDefault("PT5M")
    Duration sweepEvery();

    /** Stored bytes are read again when their last check is that old. */
    @WithDefault("PT24H")
    Duration recheckAfter();

    /** How many stored bytes the sweeper reads again on each round, oldest check first. */
    @WithDefault("1073741824")
    long recheckBytesPerSweep();

    /** How long an upload's answer waits for the verification, so that a small image is ready at once. */
    @WithDefault("PT20S")
    Duration answerWait();

    /** Where blobs are kept when not on the file system. */
    S3 s3();

    /** Any store that speaks S3; chosen when the endpoint and the bucket are set. */
    interface S3 {
        /** Such as {@code https://s3.eu-central-1.amazonaws.com}; buckets are named in the path. */
        Optional<String> endpoint();

        @WithDefault("us-east-1")
        String region();

        Optional<String> bucket();

        /** Comes before every key. */
        Optional<String> prefix();

        Optional<String> accessKey();

        Optional<String> secretKey();
    }
}
