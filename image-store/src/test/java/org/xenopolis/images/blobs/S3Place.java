package org.xenopolis.images.blobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.xenopolis.deploy.engines.S3Engine;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A bucket of a test's own, and what is behind it. */
record S3Place(S3Engine server, S3Settings settings) {
    static S3Place fresh(S3Engine server) {
        String bucket = "b" + UUID.randomUUID();
        server.createBucket(bucket);
        return new S3Place(server, settings(server, bucket));
    }

    static S3Settings settings(S3Engine server, String bucket) {
        return new S3Settings(
                URI.create(server.endpoint()),
                S3Engine.REGION,
                bucket,
                "images/",
                server.accessKey(),
                server.secretKey());
    }

    S3Keys keys() {
        return new S3Keys(settings.prefix());
    }

    /** The file in which the server keeps that object. */
    Path file(String key) {
        return server.bucket(settings.bucket()).resolve(key);
    }

    /** What lies below that part of the prefix. */
    List<String> names(String folder) {
        Path below = file(settings.prefix() + folder);
        if (!Files.isDirectory(below)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(below)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asked of the server itself. */
    long unfinishedUploads() {
        try (S3Client client = S3Client.builder()
                .endpointOverride(settings.endpoint())
                .region(Region.of(settings.region()))
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(settings.accessKey(), settings.secretKey())))
                .build()) {
            return client.listMultipartUploads(list -> list.bucket(settings.bucket()))
                    .uploads()
                    .size();
        }
    }
}
