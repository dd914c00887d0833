package org.xenopolis.images.blobs;

import java.util.Set;
import org.xenopolis.contracts.ProblemException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What a failure of the S3 server means to the caller, and what an operator can do about it. */
final class S3Failures {
    private static final Set<String> WRONG_KEY =
            Set.of("InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken");
    private static final Set<String> WRONG_REGION =
            Set.of("AuthorizationHeaderMalformed", "PermanentRedirect", "IllegalLocationConstraintException");
    private static final Set<String> FULL =
            Set.of("QuotaExceeded", "InsufficientCapacity", "InsufficientStorage", "XMinioStorageFull");
    private static final int INSUFFICIENT_STORAGE = 507;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private S3Failures() {}

    static ProblemException problem(S3Settings settings, SdkException failure) {
        Throwable inside = new IllegalStateException(advice(settings, failure), failure);
        return isFull(failure)
                ? StorageFailures.full().because(inside)
                : StorageFailures.unreachable().because(inside);
    }

    static boolean isMissing(SdkException failure) {
        // An answer to HEAD has no body, so no code either.
        return status(failure) == NOT_FOUND && !"NoSuchBucket".equals(code(failure));
    }

    /** Whether a write under a condition was refused because of the condition. */
    static boolean isConditionFailed(SdkException failure) {
        return status(failure) == 412 || status(failure) == 409;
    }

    static boolean isNotOffered(SdkException failure) {
        return status(failure) == 501;
    }

    /** One sentence without any secret. */
    static String advice(S3Settings settings, SdkException failure) {
        String code = code(failure);
        if (code.equals("NoSuchBucket")) {
            return "there is no bucket " + settings.bucket() + " at " + settings.endpoint()
                    + ": create it, or name another in XENO_IMAGE_S3_BUCKET";
        }
        if (WRONG_KEY.contains(code)) {
            return settings.endpoint() + " does not take the access key (" + code
                    + "): set XENO_IMAGE_S3_ACCESS_KEY and XENO_IMAGE_S3_SECRET_KEY to a pair that may list, read, write"
                    + " and delete objects in " + settings.bucket();
        }
        if (WRONG_REGION.contains(code)) {
            return "the bucket " + settings.bucket() + " is not in the region " + settings.region()
                    + ": set XENO_IMAGE_S3_REGION";
        }
        if (code.equals("RequestTimeTooSkewed")) {
            return "the clocks of this machine and of " + settings.endpoint() + " differ: set them right";
        }
        if (status(failure) == FORBIDDEN) {
            return "the access key in XENO_IMAGE_S3_ACCESS_KEY may not do this: let it list, read, write and delete"
                    + " objects in " + settings.bucket();
        }
        return failure instanceof AwsServiceException
                ? settings.endpoint() + " answers " + status(failure) + " " + code
                : "no S3 server answers at " + settings.endpoint() + ": " + failure.getMessage();
    }

    private static boolean isFull(SdkException failure) {
        return status(failure) == INSUFFICIENT_STORAGE || FULL.contains(code(failure));
    }

    private static int status(SdkException failure) {
        return failure instanceof AwsServiceException answered ? answered.statusCode() : 0;
    }

    private static String code(SdkException failure) {
        return failure instanceof AwsServiceException answered && answered.awsErrorDetails() != null
                ? String.valueOf(answered.awsErrorDetails().errorCode())
                : "";
    }
}
