package org.xenopolis.host.xen.dom0;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Has verbs done by {@link Dom0Helper}. */
public final class SocketDom0 implements Dom0 {
    private final Path socket;
    private final Hand hand = new Hand(this);

    public SocketDom0(Path socket) {
        this.socket = socket;
    }

    @Override
    public List<String> ask(Ask ask) {
        return hand.ask(ask.words());
    }

    @Override
    public Running start(Command command) {
        try {
            SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
            Wire.writeWords(new DataOutputStream(Channels.newOutputStream(channel)), Commands.words(command));
            return new Call(command.getClass().getSimpleName(), channel);
        } catch (IOException e) {
            throw new Dom0Exception("the helper in dom0 cannot be reached at " + socket, e);
        }
    }

    @Override
    public void close() {
        hand.close();
    }

    private static final class Call implements Running {
        private static final int SAID_MAX = 1 << 20;

        private final String name;
        private final SocketChannel channel;
        private final Pieces pieces;

        Call(String name, SocketChannel channel) {
            this.name = name;
            this.channel = channel;
            this.pieces = new Pieces(new DataInputStream(Channels.newInputStream(channel)));
        }

        @Override
        public OutputStream input() {
            OutputStream out = Channels.newOutputStream(channel);
            return new OutputStream() {
                @Override
                public void write(int one) throws IOException {
                    out.write(one);
                }

                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    out.write(bytes, from, length);
                }

                @Override
                public void close() throws IOException {
                    // Only this way ends: the other still has something to say.
                    channel.shutdownOutput();
                }
            };
        }

        @Override
        public InputStream output() {
            return pieces;
        }

        @Override
        public void await() {
            try {
                pieces.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                throw new Dom0Exception(name + " was cut off", e);
            }
            if (pieces.failed) {
                throw new Dom0Exception(pieces.complaint);
            }
        }

        @Override
        public String finish(byte[] bytes) {
            try {
                Thread writer = Thread.ofVirtual().name("input-" + name).start(() -> {
                    try (OutputStream out = input()) {
                        out.write(bytes);
                    } catch (IOException e) {
                        // It did not want it all; how it ends says why.
                        pieces.cut = String.valueOf(e.getMessage());
                    }
                });
                ByteArrayOutputStream said = new ByteArrayOutputStream();
                byte[] some = new byte[Wire.PIECE_MAX];
                for (int read = pieces.read(some); read >= 0; read = pieces.read(some)) {
                    said.write(some, 0, Math.min(read, SAID_MAX - said.size()));
                }
                await();
                writer.join();
                return said.toString(StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new Dom0Exception(name + " was cut off (" + pieces.cut + ")", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Dom0Exception(name + " was interrupted", e);
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new Dom0Exception(name + " was not closed", e);
            }
        }
    }

    /** The program's output; on its way it learns how the program ended. */
    private static final class Pieces extends InputStream {
        private final DataInputStream in;
        private int left;
        private boolean ended;
        private volatile boolean failed;
        private volatile String complaint = "";
        private volatile String cut = "";

        Pieces(DataInputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            while (left == 0) {
                if (ended) {
                    return -1;
                }
                next();
            }
            int read = in.read(into, at, Math.min(left, length));
            if (read < 0) {
                throw new IOException("the helper hung up");
            }
            left -= read;
            return read;
        }

        private void next() throws IOException {
            int kind = in.readUnsignedByte();
            int length = in.readInt();
            if (length < 0 || length > Wire.PIECE_MAX) {
                throw new IOException("a piece too large");
            }
            switch (kind) {
                case Wire.OUTPUT -> left = length;
                case Wire.COMPLAINT -> complaint = new String(in.readNBytes(length), StandardCharsets.UTF_8);
                case Wire.END -> {
                    failed = in.readByte() != 0;
                    ended = true;
                }
                default -> throw new IOException("a piece of another kind");
            }
        }
    }
}
