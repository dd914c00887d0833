package org.xenopolis.images.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that answers every request with the same bytes, well-formed or not. */
final class TestOrigin implements AutoCloseable {
    private final ServerSocket server;
    private final byte[] answer;
    private final boolean hangs;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile String lastRequest = "";

    private TestOrigin(ServerSocket server, byte[] answer, boolean hangs) {
        this.server = server;
        this.answer = answer;
        this.hangs = hangs;
        Thread.ofVirtual().start(this::run);
    }

    static TestOrigin answering(ServerSocket server, byte[] answer) {
        return new TestOrigin(server, answer, false);
    }

    static TestOrigin onPort(int port, byte[] answer) {
        return new TestOrigin(open(port), answer, false);
    }

    /** Sends its bytes and then nothing, with the connection open. */
    static TestOrigin hangingOnPort(int port, byte[] answer) {
        return new TestOrigin(open(port), answer, true);
    }

    static byte[] answer(String head, byte[] body) {
        byte[] lines = (head.replace("\n", "\r\n") + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = java.util.Arrays.copyOf(lines, lines.length + body.length);
        System.arraycopy(body, 0, all, lines.length, body.length);
        return all;
    }

    private static ServerSocket open(int port) {
        try {
            return new ServerSocket(port, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    int requests() {
        return requests.get();
    }

    String lastRequest() {
        return lastRequest;
    }

    private void run() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                serve(socket);
            } catch (IOException e) {
                // The client went away, or the test is over.
                requests.get();
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return;
            }
            request.append((char) next);
        }
        lastRequest = request.toString();
        requests.incrementAndGet();
        OutputStream out = socket.getOutputStream();
        out.write(answer);
        out.flush();
        if (hangs) {
            // Until the client gives up.
            in.read();
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
