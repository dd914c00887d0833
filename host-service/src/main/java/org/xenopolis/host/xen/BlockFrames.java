package org.xenopolis.host.xen;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * A file as those of its blocks that are not zero (blocks.py has the other end): an offset, a length, and the bytes; a
 * length of zero ends, at the file's size.
 */
final class BlockFrames {
    private static final int BLOCK = 256 << 10;
    private static final int FRAME_MAX = 1 << 20;

    private BlockFrames() {}

    static void write(InputStream source, OutputStream sink) throws IOException {
        DataOutputStream out = new DataOutputStream(sink);
        long offset = 0;
        byte[] block = source.readNBytes(BLOCK);
        while (block.length > 0) {
            if (!isZero(block)) {
                out.writeLong(offset);
                out.writeInt(block.length);
                out.write(block);
            }
            offset += block.length;
            block = source.readNBytes(BLOCK);
        }
        out.writeLong(offset);
        out.writeInt(0);
        out.flush();
    }

    private static boolean isZero(byte[] block) {
        return Arrays.equals(block, 0, block.length, ZERO, 0, block.length);
    }

    private static final byte[] ZERO = new byte[BLOCK];

    /** The file with its zeros. Closing it closes the frames. */
    static InputStream read(InputStream frames) {
        return new Expanded(new DataInputStream(frames));
    }

    private static final class Expanded extends FilterInputStream {
        private final DataInputStream frames;
        private long position;
        private long dataFrom;
        private long dataTo;
        private boolean last;
        private boolean begun;

        Expanded(DataInputStream frames) {
            super(frames);
            this.frames = frames;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!begun || (position == dataTo && !last)) {
                next();
            }
            if (position < dataFrom) {
                int zeros = (int) Math.min(length, dataFrom - position);
                Arrays.fill(into, at, at + zeros, (byte) 0);
                position += zeros;
                return zeros;
            }
            if (position == dataTo) {
                return -1;
            }
            int some = (int) Math.min(length, dataTo - position);
            frames.readFully(into, at, some);
            position += some;
            return some;
        }

        private void next() throws IOException {
            begun = true;
            dataFrom = frames.readLong();
            int length = frames.readInt();
            last = length == 0;
            dataTo = dataFrom + length;
            if (dataFrom < position || length < 0 || length > FRAME_MAX) {
                throw new IOException("a frame out of order");
            }
        }

        @Override
        public long skip(long count) throws IOException {
            return Math.max(0, read(new byte[(int) Math.clamp(count, 0, BLOCK)]));
        }

        @Override
        public int available() {
            return 0;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
