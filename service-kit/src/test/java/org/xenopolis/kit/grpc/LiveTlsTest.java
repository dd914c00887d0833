package org.xenopolis.kit.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall;
import io.grpc.Grpc;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenopolis.contracts.images.BlobChunk;
import org.xenopolis.contracts.images.FetchBlobRequest;
import org.xenopolis.contracts.images.GetImageRequest;
import org.xenopolis.contracts.images.Image;
import org.xenopolis.contracts.images.ImagesGrpc;
import org.xenopolis.deploy.engines.CertificateAuthority;

/** Certificates are replaced under a server and its clients, which go on. */
class LiveTlsTest {
    @TempDir
    Path folder;

    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger(LiveTls.class.getName());
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
                warnings.add(line.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private final Store store = new Store();
    private GrpcServer server;
    private Peers client;

    /** Says who called, and can keep a stream open. */
    private static final class Store extends ImagesGrpc.ImagesImplBase {
        private final CountDownLatch goOn = new CountDownLatch(1);

        @Override
        public void getImage(GetImageRequest request, StreamObserver<Image> out) {
            Replies.reply(
                    out,
                    () -> Image.newBuilder()
                            .setName(Callers.currentCertificate()
                                    .getSerialNumber()
                                    .toString())
                            .build());
        }

        @Override
        public void fetchBlob(FetchBlobRequest request, StreamObserver<BlobChunk> out) {
            Replies.stream(out, stream -> {
                stream.onNext(BlobChunk.newBuilder().setOffset(1).build());
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                stream.onNext(BlobChunk.newBuilder().setOffset(2).build());
            });
        }
    }

    @BeforeEach
    void start() {
        logger.addHandler(listener);
        issue(Duration.ofHours(24));
        server = GrpcServer.start(
                new InetSocketAddress("127.0.0.1", 0), live("svc/image-store").server(), List.of(store));
        client = new Peers(live("svc/api-gateway"));
    }

    @AfterEach
    void stop() {
        logger.removeHandler(listener);
        client.close();
        server.close();
    }

    private Path tls() {
        return folder.resolve("tls");
    }

    private TlsFiles files(String name) {
        return new TlsFiles(tls(), name);
    }

    private LiveTls live(String name) {
        return new LiveTls(files(name), Duration.ZERO);
    }

    /** A longer life than before makes all leaves new. */
    private void issue(Duration life) {
        CertificateAuthority authority = CertificateAuthority.open(tls(), life, Clock.systemUTC());
        authority.service("image-store");
        authority.service("api-gateway");
    }

    private ImagesGrpc.ImagesBlockingStub stub(Peers peers) {
        return ImagesGrpc.newBlockingStub(peers.service("image-store", "127.0.0.1:" + server.port()))
                .withDeadlineAfter(180, TimeUnit.SECONDS);
    }

    /** The serial number of the client's certificate, as the server sees it. */
    private String shownBy(Peers peers) {
        return stub(peers).getImage(GetImageRequest.getDefaultInstance()).getName();
    }

    /** The serial number of the server's certificate, as the client sees it. */
    private BigInteger shownTo(Peers peers) {
        Witness witness = new Witness();
        var image = stub(peers).withInterceptors(witness).getImage(GetImageRequest.getDefaultInstance());
        assertThat(image.getName()).isNotEmpty();
        return witness.serial();
    }

    private static final class Witness implements ClientInterceptor {
        private final AtomicReference<@Nullable ClientCall<?, ?>> last = new AtomicReference<>();

        @Override
        public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
            ClientCall<Q, R> call = next.newCall(method, options);
            last.set(call);
            return new ForwardingClientCall.SimpleForwardingClientCall<>(call) {};
        }

        BigInteger serial() {
            SSLSession session = Objects.requireNonNull(
                    Objects.requireNonNull(last.get()).getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
            try {
                return ((X509Certificate) session.getPeerCertificates()[0]).getSerialNumber();
            } catch (SSLPeerUnverifiedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void newConnectionsShowTheNewCertificateAndOldOnesGoOn() {
        client.close();
        Peers old = new Peers(new LiveTls(files("svc/api-gateway"), Duration.ofDays(1)));
        BigInteger before = shownTo(old);

        issue(Duration.ofHours(72));

        assertThat(shownTo(old)).isEqualTo(before);
        try (Peers fresh = new Peers(live("svc/api-gateway"))) {
            assertThat(shownTo(fresh)).isNotEqualTo(before);
        }
        assertThat(shownTo(old)).isEqualTo(before);
        old.close();
        assertThat(warnings).isEmpty();
    }

    @Test
    void aClientShowsItsNewCertificateWithTheNextCallWhileItsStreamsGoOn() {
        String before = shownBy(client);
        Iterator<BlobChunk> stream = stub(client).fetchBlob(FetchBlobRequest.getDefaultInstance());
        assertThat(stream.next().getOffset()).isEqualTo(1);

        issue(Duration.ofHours(72));

        String after = shownBy(client);
        assertThat(after).isNotEqualTo(before);
        assertThat(shownBy(client)).isEqualTo(after);
        store.goOn.countDown();
        assertThat(stream.next().getOffset()).isEqualTo(2);
    }

    @Test
    void whatIsHalfWrittenIsNotTakenAndSaidOnce() throws IOException {
        String before = shownBy(client);
        Path certificate = files("svc/api-gateway").certificate();
        String whole = Files.readString(certificate);

        Files.writeString(certificate, whole.substring(0, whole.length() / 2));

        assertThat(shownBy(client)).isEqualTo(before);
        assertThat(shownBy(client)).isEqualTo(before);
        assertThat(warnings).singleElement().asString().contains("stays as it was");
        Files.delete(certificate);
        issue(Duration.ofHours(72));
        assertThat(shownBy(client)).isNotEqualTo(before);
    }

    @Test
    void aKeyOfAnotherCertificateIsNotTaken() throws IOException {
        BigInteger before = shownTo(client);
        Files.copy(files("svc/api-gateway").key(), files("svc/image-store").key(), StandardCopyOption.REPLACE_EXISTING);

        try (Peers fresh = new Peers(live("svc/api-gateway"))) {
            assertThat(shownTo(fresh)).isEqualTo(before);
        }
        assertThat(warnings).isNotEmpty();
    }

    @Test
    void anotherIdentityIsNotTaken() throws IOException {
        BigInteger before = shownTo(client);
        for (boolean key : new boolean[] {true, false}) {
            TlsFiles from = files("svc/api-gateway");
            TlsFiles to = files("svc/image-store");
            Files.copy(
                    key ? from.key() : from.certificate(),
                    key ? to.key() : to.certificate(),
                    StandardCopyOption.REPLACE_EXISTING);
        }

        try (Peers fresh = new Peers(live("svc/api-gateway"))) {
            assertThat(shownTo(fresh)).isEqualTo(before);
        }
    }

    @Test
    void anAuthorityThatIsAddedIsTrustedAtOnce() throws IOException {
        Path other = folder.resolve("other");
        CertificateAuthority next = CertificateAuthority.open(other, Duration.ofHours(24), Clock.systemUTC());
        next.service("api-gateway");
        Path both = folder.resolve("both.pem");
        Files.writeString(both, Files.readString(tls().resolve("ca.pem")) + Files.readString(other.resolve("ca.pem")));
        Files.copy(both, other.resolve("ca.pem"), StandardCopyOption.REPLACE_EXISTING);
        Peers newcomer = new Peers(new TlsFiles(other, "svc/api-gateway"));
        assertThatThrownBy(() -> shownBy(newcomer)).isInstanceOf(StatusRuntimeException.class);
        newcomer.close();

        Files.copy(both, tls().resolve("ca.pem"), StandardCopyOption.REPLACE_EXISTING);

        try (Peers again = new Peers(new TlsFiles(other, "svc/api-gateway"))) {
            assertThat(shownBy(again)).isNotEmpty();
        }
    }
}
