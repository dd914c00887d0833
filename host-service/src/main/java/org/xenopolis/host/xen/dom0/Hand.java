package org.xenopolis.host.xen.dom0;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The line to the hand in dom0; it is started when it is needed, and again when it is gone. */
final class Hand implements AutoCloseable {
    private static final int LINES_MAX = 1 << 20;

    private record Line(Running running, BufferedReader replies, OutputStream requests) {}

    private final Dom0 dom0;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Line line;

    Hand(Dom0 dom0) {
        this.dom0 = dom0;
    }

    List<String> ask(List<String> words) {
        lock.lock();
        try {
            Line open = open();
            open.requests().write((String.join("\t", words) + "\n").getBytes(StandardCharsets.US_ASCII));
            open.requests().flush();
            return reply(words.getFirst(), open);
        } catch (IOException e) {
            throw new Dom0Exception("the hand in dom0 does not answer: " + hangUp(), e);
        } finally {
            lock.unlock();
        }
    }

    private List<String> reply(String verb, Line open) throws IOException {
        List<String> reply = new ArrayList<>();
        while (reply.size() < LINES_MAX) {
            String next = open.replies().readLine();
            if (next == null) {
                break;
            }
            if (next.equals(".")) {
                return List.copyOf(reply);
            }
            if (next.startsWith("! ")) {
                throw new Dom0Exception(verb + ": " + next.substring(2));
            }
            reply.add(next);
        }
        throw new IOException("its line was cut off at " + verb);
    }

    private Line open() {
        Line open = line;
        if (open == null) {
            Running running = dom0.start(new Command.Hand());
            open = new Line(
                    running,
                    new BufferedReader(new InputStreamReader(running.output(), StandardCharsets.US_ASCII), 1 << 16),
                    running.input());
            line = open;
        }
        return open;
    }

    /** @return what it complained of */
    private String hangUp() {
        Line open = line;
        line = null;
        if (open == null) {
            return "it was not started";
        }
        try (Running running = open.running()) {
            return running.finish(new byte[0]);
        } catch (Dom0Exception e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** The hand hears the end of its line, and stays for as long as it has something to watch. */
    @Override
    public void close() {
        lock.lock();
        try {
            Line open = line;
            line = null;
            if (open != null) {
                open.requests().close();
            }
        } catch (IOException e) {
            throw new Dom0Exception("the hand's line was not closed", e);
        } finally {
            lock.unlock();
        }
    }
}
