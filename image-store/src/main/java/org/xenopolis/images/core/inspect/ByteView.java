package org.xenopolis.images.core.inspect;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Some bytes of known length, read by position. */
public interface ByteView {
    long size();

    /** The bytes from there on: {@code length} of them, or fewer where the bytes end, none beyond. */
    byte[] read(long offset, int length);

    default ByteBuffer bigEndian(long offset, int length) {
        return ByteBuffer.wrap(read(offset, length));
    }

    default ByteBuffer littleEndian(long offset, int length) {
        return bigEndian(offset, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether {@code length} bytes from the offset on lie inside. */
    default boolean holds(long offset, long length) {
        return offset >= 0 && length >= 0 && offset <= size() && length <= size() - offset;
    }

    static ByteView of(byte[] bytes) {
        return new ByteView() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public byte[] read(long offset, int length) {
                if (offset < 0 || offset >= bytes.length) {
                    return new byte[0];
                }
                int from = (int) offset;
                return java.util.Arrays.copyOfRange(bytes, from, from + Math.min(length, bytes.length - from));
            }
        };
    }
}
