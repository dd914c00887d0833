package org.xenopolis.images.transfer;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.xenopolis.images.core.net.ImportUrl;

/**
 * One GET to an address that was chosen before. The JDK's client would look the name up again (and so could be led
 * elsewhere); this one connects to the given address and still checks the certificate against the name.
 */
final class PinnedHttp {
    private final SSLSocketFactory tls;
    private final Duration silenceMax;

    PinnedHttp(SSLSocketFactory tls, Duration silenceMax) {
        this.tls = tls;
        this.silenceMax = silenceMax;
    }

    /** @param bytesMax a body that says it is longer is not begun */
    void get(ImportUrl.Accepted url, InetAddress address, long bytesMax, HttpBody.Sink sink) throws ImportFailure {
        int silenceMillis = Math.toIntExact(silenceMax.toMillis());
        try (Socket plain = new Socket(Proxy.NO_PROXY)) {
            plain.setSoTimeout(silenceMillis);
            plain.connect(new InetSocketAddress(address, url.port()), silenceMillis);
            try (Socket socket = url.secure() ? secured(plain, url) : plain) {
                socket.getOutputStream().write(request(url));
                InputStream in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
                HttpHead head = HttpHead.read(in);
                if (head.lengthBytes() > bytesMax) {
                    throw new ImportFailure("The server's file is larger than " + bytesMax + " bytes.");
                }
                new HttpBody(in, sink).copy(head);
            }
        } catch (SSLException e) {
            throw new ImportFailure("The server's certificate or its TLS is not acceptable.", e);
        } catch (InterruptedIOException e) {
            throw new ImportFailure("The server says nothing.", e);
        } catch (IOException e) {
            throw new ImportFailure("The connection to the server failed.", e);
        }
    }

    private Socket secured(Socket plain, ImportUrl.Accepted url) throws IOException {
        SSLSocket socket = (SSLSocket) tls.createSocket(plain, url.host(), url.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static byte[] request(ImportUrl.Accepted url) {
        String host = url.host().contains(":") ? "[" + url.host() + "]" : url.host();
        boolean usual = url.port() == (url.secure() ? 443 : 80);
        return ("GET " + url.target() + " HTTP/1.1\r\nHost: " + host + (usual ? "" : ":" + url.port())
                        + "\r\nUser-Agent: xenopolis-image-store\r\nAccept: */*\r\nAccept-Encoding: identity\r\n"
                        + "Connection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
