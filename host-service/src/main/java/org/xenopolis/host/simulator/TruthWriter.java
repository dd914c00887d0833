package org.xenopolis.host.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.xenopolis.cluster.HostId;
import org.xenopolis.host.core.Counters;

/** The ground truth of one host: a file of JSON lines that no agent code reads. */
final class TruthWriter implements AutoCloseable {
    private final Path path;
    private final HostId host;
    private final FileChannel channel;
    private long size;

    TruthWriter(Path path, HostId host) {
        this.path = path;
        this.host = host;
        try {
            this.channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            this.size = channel.size();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open " + path, e);
        }
    }

    String line(TruthChange change, long atNanos, long wallNanos) {
        Counters used = change.counters();
        return "{\"host\":\"" + host + "\",\"boot\":\"" + change.bootId() + "\",\"mono\":" + atNanos + ",\"wall\":"
                + wallNanos + ",\"domid\":" + change.domid() + ",\"instance\":\"" + change.instance()
                + "\",\"epoch\":" + change.epoch() + ",\"state\":\"" + change.state() + "\",\"memory\":"
                + change.memoryBytes() + ",\"vcpus\":" + change.vcpus() + ",\"disk\":" + change.diskBytes()
                + ",\"cpu\":" + used.cpuNanos() + ",\"diskRead\":" + used.diskReadBytes() + ",\"diskWrite\":"
                + used.diskWriteBytes() + ",\"diskOps\":" + used.diskOperations() + ",\"netReceived\":"
                + used.networkReceivedBytes() + ",\"netSent\":" + used.networkSentBytes()
                + rules(change.rules())
                + (change.wiped() ? ",\"wiped\":true}\n" : "}\n");
    }

    private static String rules(List<String> rules) {
        return rules.isEmpty() ? "" : ",\"rules\":[\"" + String.join("\",\"", rules) + "\"]";
    }

    long size() {
        return size;
    }

    void append(String lines) {
        write(size, lines.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes lines that a crash may have lost where they belong; twice is harmless. */
    void write(long offset, byte[] lines) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(lines);
            while (bytes.hasRemaining()) {
                channel.write(bytes, offset + bytes.position());
            }
            size = Math.max(size, offset + lines.length);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + path, e);
        }
    }
}
