package org.xenopolis.images.blobs;

import java.net.URI;
import java.util.Optional;
import org.xenopolis.images.ImageSettings;

/**
 * Where the bucket is and who may use it.
 *
 * @param prefix of every key; empty, or ends with a slash
 */
record S3Settings(URI endpoint, String region, String bucket, String prefix, String accessKey, String secretKey) {
    /** Empty when nothing says that blobs are kept in S3. @throws IllegalStateException when only a part is said */
    static Optional<S3Settings> of(ImageSettings.S3 said) {
        if (said.endpoint().isEmpty() && said.bucket().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new S3Settings(
                endpoint(required(said.endpoint(), "ENDPOINT")),
                said.region(),
                required(said.bucket(), "BUCKET"),
                prefix(said.prefix().orElse("")),
                required(said.accessKey(), "ACCESS_KEY"),
                required(said.secretKey(), "SECRET_KEY")));
    }

    private static String required(Optional<String> value, String name) {
        return value.orElseThrow(() ->
                new IllegalStateException("images are to be kept in S3, so XENO_IMAGE_S3_" + name + " has to be set"));
    }

    private static URI endpoint(String text) {
        URI endpoint = URI.create(text);
        boolean http = "https".equals(endpoint.getScheme()) || "http".equals(endpoint.getScheme());
        if (!http || endpoint.getHost() == null) {
            throw new IllegalStateException(
                    "XENO_IMAGE_S3_ENDPOINT is " + text + ", it has to be a URL such as https://s3.example.org");
        }
        return endpoint;
    }

    private static String prefix(String text) {
        String inside = text.replaceAll("^/+|/+$", "");
        return inside.isEmpty() ? "" : inside + "/";
    }

    /** Leaves both keys out. */
    @Override
    public String toString() {
        return "bucket " + bucket + (prefix.isEmpty() ? "" : ", prefix " + prefix) + ", at " + endpoint;
    }
}
