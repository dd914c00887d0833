package org.xenopolis.kit.grpc;

import io.grpc.ChannelCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * One identity on disk: {@code <dir>/ca.pem} and, for the name {@code svc/billing}, {@code <dir>/svc/billing.pem} with
 * {@code <dir>/svc/billing-key.pem}.
 */
public record TlsFiles(Path directory, String name) {
    public Path authority() {
        return directory.resolve("ca.pem");
    }

    public Path certificate() {
        return directory.resolve(name + ".pem");
    }

    public Path key() {
        return directory.resolve(name + "-key.pem");
    }

    public ChannelCredentials client() {
        try {
            return TlsChannelCredentials.newBuilder()
                    .keyManager(certificate().toFile(), key().toFile())
                    .trustManager(authority().toFile())
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the identity " + name + " in " + directory, e);
        }
    }

    public ServerCredentials server() {
        try {
            return TlsServerCredentials.newBuilder()
                    .keyManager(certificate().toFile(), key().toFile())
                    .trustManager(authority().toFile())
                    .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the identity " + name + " in " + directory, e);
        }
    }
}
