package org.xenopolis.kit.grpc;

import io.grpc.ChannelCredentials;
import io.grpc.ServerCredentials;
import java.nio.file.Path;

/**
 * One identity on disk: {@code <dir>/ca.pem} and, for the name {@code svc/billing}, {@code <dir>/svc/billing.pem} with
 * {@code <dir>/svc/billing-key.pem} (PKCS#8). Whoever replaces them writes each file whole (a new file, renamed); the key
 * before its certificate.
 */
public record TlsFiles(Path directory, String name) {
    /** One certificate, or several while one authority follows another. */
    public Path authority() {
        return directory.resolve("ca.pem");
    }

    public Path certificate() {
        return directory.resolve(name + ".pem");
    }

    public Path key() {
        return directory.resolve(name + "-key.pem");
    }

    /** The identity, read now and again whenever its files change. */
    public LiveTls live() {
        return new LiveTls(this, LiveTls.LOOK);
    }

    public ChannelCredentials client() {
        return live().client();
    }

    public ServerCredentials server() {
        return live().server();
    }
}
