package org.xenopolis.images.blobs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** One bucket: the few requests that blobs need, with failures turned into problems. */
final class S3Bucket implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(S3Bucket.class);
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration SILENCE_MAX = Duration.ofSeconds(60);
    private static final Duration ATTEMPT_MAX = Duration.ofMinutes(3);
    private static final Duration CALL_MAX = Duration.ofMinutes(8);
    private static final int ATTEMPTS_MAX = 4;

    private final S3Client client;
    private final S3Settings settings;

    private S3Bucket(S3Client client, S3Settings settings) {
        this.client = client;
        this.settings = settings;
    }

    /** Reads no profile, environment or instance metadata: only what is in the settings counts. */
    static S3Bucket of(S3Settings settings) {
        AwsBasicCredentials keys = AwsBasicCredentials.create(settings.accessKey(), settings.secretKey());
        S3Client client = S3Client.builder()
                .endpointOverride(settings.endpoint())
                .region(Region.of(settings.region()))
                .credentialsProvider(StaticCredentialsProvider.create(keys))
                .forcePathStyle(true)
                .serviceConfiguration(own -> own.chunkedEncodingEnabled(false).expectContinueEnabled(false))
                // Not every store knows the newer checksums; every byte is checked against its digest anyway.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT_MAX)
                        .socketTimeout(SILENCE_MAX))
                .overrideConfiguration(own -> own.apiCallAttemptTimeout(ATTEMPT_MAX)
                        .apiCallTimeout(CALL_MAX)
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(ATTEMPTS_MAX)
                                .build())
                        .defaultProfileFile(ProfileFile.aggregator().build()))
                .build();
        return new S3Bucket(client, settings);
    }

    String name() {
        return settings.bucket();
    }

    /** @throws IllegalStateException with a sentence for the operator when the bucket cannot be used */
    void requireUsable() {
        try {
            client.listObjectsV2(
                    list -> list.bucket(name()).prefix(settings.prefix()).maxKeys(1));
        } catch (SdkException e) {
            LOG.debugf(e, "%s", settings);
            // The sentence says all there is to do: the SDK's own is no better as the last word in the log.
            throw new IllegalStateException("images cannot be kept in S3: " + S3Failures.advice(settings, e));
        }
    }

    /** Empty when there is no such object. */
    OptionalLong size(String key) {
        return find(() -> client.headObject(head -> head.bucket(name()).key(key)))
                .map(found -> OptionalLong.of(found.contentLength()))
                .orElseGet(OptionalLong::empty);
    }

    Optional<byte[]> read(String key) {
        return find(() -> client.getObjectAsBytes(get -> get.bucket(name()).key(key)))
                .map(found -> found.asByteArrayUnsafe());
    }

    /** The bytes of that range, both ends included. To be read whole, or aborted. */
    ResponseInputStream<GetObjectResponse> read(String key, long first, long last) {
        return request(() -> client.getObject(get -> get.bucket(name()).key(key).range("bytes=" + first + "-" + last)));
    }

    void write(String key, RequestBody body) {
        request(() -> client.putObject(put -> put.bucket(name()).key(key), body));
    }

    /** Writes if there is nothing of that name; where the store does not offer that, writes. */
    void writeFirst(String key, byte[] bytes) {
        try {
            client.putObject(put -> put.bucket(name()).key(key).ifNoneMatch("*"), RequestBody.fromBytes(bytes));
        } catch (SdkException e) {
            if (S3Failures.isNotOffered(e)) {
                write(key, RequestBody.fromBytes(bytes));
            } else if (!S3Failures.isConditionFailed(e)) {
                throw S3Failures.problem(settings, e);
            }
        }
    }

    /** Succeeds also when there is none. */
    void delete(String key) {
        request(() -> client.deleteObject(delete -> delete.bucket(name()).key(key)));
    }

    /** Every key that starts so and when it was written, in the order of keys. */
    void forEach(String prefix, BiConsumer<String, Instant> visitor) {
        request(() -> {
            client.listObjectsV2Paginator(list -> list.bucket(name()).prefix(prefix))
                    .contents()
                    .forEach(found -> visitor.accept(found.key(), found.lastModified()));
            return true;
        });
    }

    /** Begins an object that is written in parts. @return the upload's id */
    String begin(String key) {
        return request(() -> client.createMultipartUpload(
                        create -> create.bucket(name()).key(key)))
                .uploadId();
    }

    CompletedPart writePart(S3Part part, RequestBody body) {
        String tag = request(() -> client.uploadPart(
                        upload -> upload.bucket(name())
                                .key(part.key())
                                .uploadId(part.upload())
                                .partNumber(part.number()),
                        body))
                .eTag();
        return part.completed(tag);
    }

    /** The part becomes that range of another object, without its bytes passing through here. */
    CompletedPart copyPart(S3Part part, String from, long first, long last) {
        String tag = request(() -> client.uploadPartCopy(copy -> copy.sourceBucket(name())
                        .sourceKey(from)
                        .copySourceRange("bytes=" + first + "-" + last)
                        .destinationBucket(name())
                        .destinationKey(part.key())
                        .uploadId(part.upload())
                        .partNumber(part.number())))
                .copyPartResult()
                .eTag();
        return part.completed(tag);
    }

    /** The object appears, whole. */
    void complete(String key, String upload, List<CompletedPart> parts) {
        request(() -> client.completeMultipartUpload(complete ->
                complete.bucket(name()).key(key).uploadId(upload).multipartUpload(whole -> whole.parts(parts))));
    }

    /** Succeeds also when there is no such upload. */
    void abort(String key, String upload) {
        boolean ignored = find(() -> client.abortMultipartUpload(
                        abort -> abort.bucket(name()).key(key).uploadId(upload)))
                .isPresent();
    }

    /** Gives up every upload below the prefix that was begun before then. */
    void abortBegunBefore(Instant before) {
        request(() -> {
            client
                    .listMultipartUploadsPaginator(list -> list.bucket(name()).prefix(settings.prefix()))
                    .uploads()
                    .stream()
                    .filter(upload -> upload.initiated().isBefore(before))
                    .toList()
                    .forEach(upload -> abort(upload.key(), upload.uploadId()));
            return true;
        });
    }

    private <T> Optional<T> find(Supplier<T> request) {
        try {
            return Optional.of(request.get());
        } catch (AwsServiceException e) {
            if (S3Failures.isMissing(e)) {
                return Optional.empty();
            }
            throw S3Failures.problem(settings, e);
        } catch (SdkException e) {
            throw S3Failures.problem(settings, e);
        }
    }

    private <T> T request(Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException e) {
            throw S3Failures.problem(settings, e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
