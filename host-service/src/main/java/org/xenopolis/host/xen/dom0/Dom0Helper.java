package org.xenopolis.host.xen.dom0;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;
import org.jboss.logging.Logger;

/**
 * The process that runs as root, so that the agent need not: it takes commands from one user over a unix socket, each
 * connection one command, and knows no others. It decides nothing and keeps nothing.
 */
public final class Dom0Helper implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Dom0Helper.class);
    private static final long END_SECONDS = 5;

    private final ServerSocketChannel server;
    private final String user;
    private final ProcessDom0 dom0;

    private Dom0Helper(ServerSocketChannel server, String user, ProcessDom0 dom0) {
        this.server = server;
        this.user = user;
        this.dom0 = dom0;
    }

    /** Arguments: the socket, the user who may call, and the folders of what is kept and of what ends with the boot. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Layout layout = arguments.length > 3 ? new Layout(arguments[2], arguments[3]) : Layout.DEFAULT;
        try (Dom0Helper ignored = open(Path.of(arguments[0]), arguments[1], layout)) {
            Thread.currentThread().join();
        }
    }

    static Dom0Helper open(Path socket, String user, Layout layout) throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        // Who calls is checked with each call; the file only keeps out those who would be refused.
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
        Dom0Helper helper = new Dom0Helper(server, user, new ProcessDom0(new Launcher.Here(), layout));
        Thread.ofPlatform().name("dom0-helper").start(helper::accept);
        return helper;
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel caller = server.accept();
                Thread.ofVirtual().name("dom0-call").start(() -> serve(caller));
            } catch (IOException e) {
                if (server.isOpen()) {
                    LOG.warn("a caller was lost", e);
                }
            }
        }
    }

    private void serve(SocketChannel caller) {
        try (caller) {
            String name =
                    caller.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
            if (!name.equals(user)) {
                LOG.warnf("%s may not call", name);
                return;
            }
            DataInputStream in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(caller)));
            DataOutputStream out = new DataOutputStream(Channels.newOutputStream(caller));
            Command command = Commands.of(Wire.readWords(in));
            try (Running running = dom0.start(command)) {
                carry(running, in, out);
            }
        } catch (IOException | IllegalArgumentException | Dom0Exception e) {
            LOG.warnf("a call failed: %s", e.getMessage());
        }
    }

    private static void carry(Running running, DataInputStream in, DataOutputStream out) throws IOException {
        Thread input = Thread.ofVirtual().start(() -> {
            try (OutputStream to = running.input()) {
                pieces(in, (bytes, length) -> {
                    to.write(bytes, 0, length);
                    to.flush();
                });
            } catch (IOException e) {
                // Its end says what there is to say.
                LOG.debug("input", e);
            }
        });
        pieces(running.output(), (bytes, length) -> Wire.writePiece(out, Wire.OUTPUT, bytes, length));
        String complaint = "";
        try {
            running.await();
        } catch (Dom0Exception e) {
            complaint = String.valueOf(e.getMessage());
        }
        byte[] said = complaint.getBytes(StandardCharsets.UTF_8);
        Wire.writePiece(out, Wire.COMPLAINT, said, said.length);
        Wire.writePiece(out, Wire.END, new byte[] {(byte) (complaint.isEmpty() ? 0 : 1)}, 1);
        try {
            input.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Piece {
        void take(byte[] bytes, int length) throws IOException;
    }

    private static void pieces(InputStream from, Piece to) throws IOException {
        byte[] bytes = new byte[Wire.PIECE_MAX];
        for (int read = from.read(bytes); read >= 0; read = from.read(bytes)) {
            to.take(bytes, read);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
