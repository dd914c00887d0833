package org.xenopolis.images.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.deploy.engines.CertificateAuthority;
import org.xenopolis.images.core.net.ImportUrl;

class PinnedHttpTest {
    private static final byte[] BODY = "0123456789".getBytes(StandardCharsets.US_ASCII);
    private static final Duration SILENCE = Duration.ofMillis(500);

    @TempDir
    Path folder = Path.of("");

    @Test
    void readsABodyOfGivenLength() throws ImportFailure {
        assertThat(get(TestOrigin.answer("HTTP/1.1 200 OK\nContent-Length: 10", BODY)))
                .isEqualTo(BODY);
        assertThat(get(TestOrigin.answer(
                        "HTTP/1.0 200\ncontent-length:10\nX: y", "0123456789tail".getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo(BODY);
    }

    @Test
    void readsABodyInChunks() throws ImportFailure {
        String chunks = "4;name=value\r\n0123\r\n6\r\n456789\r\n0\r\nTrailer: x\r\n\r\n";

        assertThat(get(TestOrigin.answer(
                        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked", chunks.getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo(BODY);
    }

    static Stream<Arguments> hostileAnswers() {
        return Stream.of(
                Arguments.of("redirects", "HTTP/1.1 302 Found\nLocation: http://169.254.169.254/\nContent-Length: 0"),
                Arguments.of("redirects", "HTTP/1.1 307 Away\nLocation: https://example.org/\nContent-Length: 0"),
                Arguments.of("answered 404", "HTTP/1.1 404 Not Found\nContent-Length: 10"),
                Arguments.of("answered 206", "HTTP/1.1 206 Partial\nContent-Length: 10"),
                Arguments.of("does not speak HTTP", "SSH-2.0-OpenSSH_9.2"),
                Arguments.of("too early", "HTTP/1.1 200 OK\nContent-Length: 11"),
                Arguments.of("larger", "HTTP/1.1 200 OK\nContent-Length: 1000"),
                Arguments.of("larger", "HTTP/1.1 200 OK\nContent-Length: 999999999999999999"),
                Arguments.of("how long", "HTTP/1.1 200 OK\nContent-Length: 9999999999999999999"),
                Arguments.of("how long", "HTTP/1.1 200 OK\nContent-Length: -1"),
                Arguments.of("how long", "HTTP/1.1 200 OK\nContent-Length: 0x10"),
                Arguments.of("how long", "HTTP/1.1 200 OK"),
                Arguments.of("how long", "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\nContent-Length: 10"),
                Arguments.of("how long", "HTTP/1.1 200 OK\nTransfer-Encoding: gzip, chunked"),
                Arguments.of("contradicts", "HTTP/1.1 200 OK\nContent-Length: 10\nContent-Length: 11"),
                Arguments.of("compresses", "HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: 10"),
                Arguments.of("malformed", "HTTP/1.1 200 OK\nTransfer-Encoding: chunked"),
                Arguments.of("malformed", "HTTP/1.1 200 OK\nno colon here"),
                Arguments.of("too many lines", "HTTP/1.1 200 OK" + "\nX: y".repeat(200)),
                Arguments.of("without end", "HTTP/1.1 200 OK\nX: " + "y".repeat(20_000)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("hostileAnswers")
    void refusesAnswersThatAreNotExactlyOneFile(String reason, String head) {
        byte[] body = head.contains("chunked\n") || head.endsWith("chunked")
                ? "zz\r\n".getBytes(StandardCharsets.US_ASCII)
                : BODY;

        assertThatThrownBy(() -> get(TestOrigin.answer(head, body)))
                .isInstanceOf(ImportFailure.class)
                .hasMessageContaining(reason);
    }

    @Test
    void givesUpOnAServerThatSaysNothing() {
        try (TestOrigin origin =
                TestOrigin.hangingOnPort(0, TestOrigin.answer("HTTP/1.1 200 OK\nContent-Length: 11", BODY))) {
            assertThatThrownBy(() -> get(origin, "127.0.0.1", false, (SSLSocketFactory) SSLSocketFactory.getDefault()))
                    .hasMessageContaining("says nothing");
        }
    }

    @Test
    void checksTheCertificateAgainstTheNameAlthoughTheAddressIsPinned() throws Exception {
        CertificateAuthority authority = CertificateAuthority.open(folder, Duration.ofHours(1), Clock.systemUTC());
        SSLContext tls = TestTls.of(authority.rootCertificate(), authority.service("origin"));
        byte[] answer = TestOrigin.answer("HTTP/1.1 200 OK\nContent-Length: 10", BODY);
        try (TestOrigin origin = TestOrigin.answering(
                tls.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress()), answer)) {
            SSLSocketFactory trusting = tls.getSocketFactory();

            assertThat(get(origin, "origin.svc.xenopolis.internal", true, trusting))
                    .isEqualTo(BODY);
            assertThat(origin.lastRequest()).contains("Host: origin.svc.xenopolis.internal:" + origin.port());
            assertThatThrownBy(() -> get(origin, "other.svc.xenopolis.internal", true, trusting))
                    .hasMessageContaining("certificate");
            assertThatThrownBy(() -> get(origin, "origin.svc.xenopolis.internal", true, (SSLSocketFactory)
                            SSLSocketFactory.getDefault()))
                    .hasMessageContaining("certificate");
        }
    }

    @Test
    void looksANameUpOnceAndRefusesItWhenOneOfItsAddressesIsInside() throws Exception {
        ImportUrl.Accepted url = new ImportUrl.Accepted(true, "example.org", 443, "/", false);
        InetAddress outside = InetAddress.ofLiteral("93.184.215.14");
        InetAddress inside = InetAddress.ofLiteral("10.0.0.7");
        AtomicInteger looks = new AtomicInteger();

        InetAddress pinned = new Addresses(name -> {
                    looks.incrementAndGet();
                    return List.of(outside);
                })
                .pin(url);

        assertThat(pinned).isEqualTo(outside);
        assertThat(looks).hasValue(1);
        assertThatThrownBy(() -> new Addresses(name -> List.of(outside, inside)).pin(url))
                .hasMessageContaining("public internet");
        assertThatThrownBy(() -> new Addresses(name -> {
                            throw new UnknownHostException(name);
                        })
                        .pin(url))
                .hasMessageContaining("no address");
        assertThatThrownBy(() -> new Addresses(Addresses.SYSTEM)
                        .pin(new ImportUrl.Accepted(true, "169.254.169.254", 443, "/", false)))
                .hasMessageContaining("public internet");
    }

    private static byte[] get(byte[] answer) throws ImportFailure {
        try (TestOrigin origin = TestOrigin.onPort(0, answer)) {
            return get(origin, "127.0.0.1", false, (SSLSocketFactory) SSLSocketFactory.getDefault());
        }
    }

    private static byte[] get(TestOrigin origin, String host, boolean secure, SSLSocketFactory tls)
            throws ImportFailure {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new PinnedHttp(tls, SILENCE)
                .get(
                        new ImportUrl.Accepted(secure, host, origin.port(), "/image", true),
                        InetAddress.getLoopbackAddress(),
                        500,
                        bytes -> {
                            byte[] taken = new byte[bytes.remaining()];
                            bytes.get(taken);
                            out.writeBytes(taken);
                        });
        return out.toByteArray();
    }
}
