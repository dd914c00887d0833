package org.xenopolis.kit.grpc;

import io.grpc.ChannelCredentials;
import io.grpc.ServerCredentials;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettySslContextChannelCredentials;
import io.grpc.netty.NettySslContextServerCredentials;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One identity, as its files are now. They are looked at when a connection is made, at most once in {@link #LOOK}, and read
 * again when they have changed: new connections show the new certificate and trust the new authorities, old ones go on.
 * What is half-written, or somebody else's, is not taken: the material before stays, and one warning says so.
 */
public final class LiveTls {
    static final Duration LOOK = Duration.ofSeconds(10);
    private static final Logger LOG = Logger.getLogger(LiveTls.class);

    /** A resumed session shows the certificates of the connection before: so sessions do not last. */
    private static final long SESSION_SECONDS = 1;

    private record Held(int generation, TlsMaterial material) {}

    private record Stamp(
            long modifiedNanos, long bytes, @Nullable Object file) {}

    private final TlsFiles files;
    private final long lookNanos;
    private volatile Held held;
    private volatile @Nullable Held before;
    private volatile long lookedNanos;
    private List<Stamp> tried;

    /** @throws IllegalStateException when the files hold no identity */
    LiveTls(TlsFiles files, Duration look) {
        this.files = files;
        this.lookNanos = look.toNanos();
        this.lookedNanos = System.nanoTime();
        try {
            this.tried = stamps();
            this.held = new Held(1, TlsMaterial.read(files));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the identity " + files.name() + " in " + files.directory(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no identity " + files.name() + " in " + files.directory(), e);
        }
    }

    /** Grows whenever the files were read anew. */
    int generation() {
        return now().generation();
    }

    TlsMaterial material() {
        return now().material();
    }

    /** The key of the certificate that new connections show. */
    public PrivateKey privateKey() {
        return material().key();
    }

    String alias() {
        return String.valueOf(now().generation());
    }

    /** For a handshake that began with this alias; null when that was long ago. */
    @Nullable
    TlsMaterial of(@Nullable String alias) {
        return Stream.of(held, before)
                .filter(Objects::nonNull)
                .filter(one -> String.valueOf(one.generation()).equals(alias))
                .map(Held::material)
                .findFirst()
                .orElse(null);
    }

    public ChannelCredentials client() {
        SslContextBuilder builder =
                GrpcSslContexts.forClient().keyManager(new LiveKeys(this)).sessionTimeout(SESSION_SECONDS);
        try {
            return NettySslContextChannelCredentials.create(
                    builder.trustManager(new LiveTrust(this)).build());
        } catch (SSLException e) {
            throw new IllegalStateException("this platform has no TLS for gRPC", e);
        }
    }

    /** Asks every client for its certificate. */
    public ServerCredentials server() {
        SslContextBuilder builder = GrpcSslContexts.configure(SslContextBuilder.forServer(new LiveKeys(this)))
                .sessionTimeout(SESSION_SECONDS)
                .clientAuth(ClientAuth.REQUIRE);
        try {
            return NettySslContextServerCredentials.create(
                    builder.trustManager(new LiveTrust(this)).build());
        } catch (SSLException e) {
            throw new IllegalStateException("this platform has no TLS for gRPC", e);
        }
    }

    private Held now() {
        if (System.nanoTime() - lookedNanos >= lookNanos) {
            look();
        }
        return held;
    }

    private synchronized void look() {
        lookedNanos = System.nanoTime();
        try {
            List<Stamp> stamps = stamps();
            if (stamps.equals(tried)) {
                return;
            }
            // Remembered before they are read: what changes meanwhile is seen the next time, what is broken is said
            // once.
            tried = stamps;
            TlsMaterial fresh = TlsMaterial.read(files);
            if (!fresh.identity().equals(held.material().identity())) {
                throw new GeneralSecurityException("it is the identity of " + fresh.identity());
            }
            before = held;
            held = new Held(held.generation() + 1, fresh);
            LOG.infof("identity %s: new certificate, good until %s", files.name(), notAfter(fresh));
        } catch (IOException | GeneralSecurityException e) {
            LOG.warnf(
                    "identity %s stays as it was, good until %s: %s",
                    files.name(), notAfter(held.material()), e.getMessage());
        }
    }

    private static Object notAfter(TlsMaterial material) {
        X509Certificate leaf = material.chain().getFirst();
        return leaf.getNotAfter().toInstant();
    }

    private List<Stamp> stamps() throws IOException {
        return List.of(stamp(files.authority()), stamp(files.certificate()), stamp(files.key()));
    }

    private static Stamp stamp(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new Stamp(0, -1, null);
        }
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(
                now.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS), now.size(), now.fileKey());
    }
}
