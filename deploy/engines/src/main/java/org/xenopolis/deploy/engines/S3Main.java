package org.xenopolis.deploy.engines;

import java.net.URI;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** The process of the S3 server: S3Proxy before a folder, until it is told to end. */
public final class S3Main {
    private S3Main() {}

    /** Takes the URL to listen on and the folder; the two keys come by the environment. */
    public static void main(String[] args) throws Exception {
        Map<String, String> environment = System.getenv();
        S3Proxy server = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(args[1]))
                .awsAuthentication(
                        AuthenticationType.AWS_V2_OR_V4,
                        environment.get(S3Engine.ACCESS_KEY),
                        environment.get(S3Engine.SECRET_KEY))
                .endpoint(URI.create(args[0]))
                .build();
        server.start();
    }
}
