package org.xenopolis.host.xen.dom0;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What goes over the helper's socket. First the words of a command; then, as they come, the program's input one way and its
 * output, its complaints and its end the other way, each piece with its kind and its length.
 */
final class Wire {
    static final int OUTPUT = 1;
    static final int COMPLAINT = 2;
    static final int END = 3;

    static final int PIECE_MAX = 1 << 16;
    private static final int WORDS_MAX = 16;
    private static final int WORD_MAX = 256;

    private Wire() {}

    static void writeWords(DataOutputStream out, List<String> words) throws IOException {
        out.writeByte(words.size());
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.US_ASCII);
            out.writeShort(bytes.length);
            out.write(bytes);
        }
        out.flush();
    }

    static List<String> readWords(DataInputStream in) throws IOException {
        int count = in.readUnsignedByte();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int length = in.readUnsignedShort();
            if (count > WORDS_MAX || length > WORD_MAX) {
                throw new IOException("a command too large");
            }
            words.add(new String(in.readNBytes(length), StandardCharsets.US_ASCII));
        }
        return words;
    }

    static void writePiece(DataOutputStream out, int kind, byte[] bytes, int length) throws IOException {
        synchronized (out) {
            out.writeByte(kind);
            out.writeInt(length);
            out.write(bytes, 0, length);
            out.flush();
        }
    }
}
