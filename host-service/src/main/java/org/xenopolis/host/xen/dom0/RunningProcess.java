package org.xenopolis.host.xen.dom0;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A child of this process. What it complains of is kept, up to a bound. */
final class RunningProcess implements Running {
    private static final int SAID_MAX = 1 << 20;
    private static final int COMPLAINT_MAX = 4_096;

    /** What a program leaves behind (the master of ssh) holds on to where complaints come from. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final String name;
    private final Process process;
    private final Duration patience;
    private final StringBuffer complaint = new StringBuffer();
    private final Thread listener;

    RunningProcess(String name, Process process, Duration patience) {
        this.name = name;
        this.process = process;
        this.patience = patience;
        this.listener = Thread.ofVirtual().name("complaints-" + name).start(this::listen);
    }

    private void listen() {
        byte[] some = new byte[1_024];
        try (InputStream error = process.getErrorStream()) {
            for (int read = error.read(some); read >= 0; read = error.read(some)) {
                complaint.append(new String(some, 0, read, StandardCharsets.US_ASCII));
                complaint.delete(0, Math.max(0, complaint.length() - COMPLAINT_MAX));
            }
        } catch (IOException e) {
            complaint.append(" (").append(e.getMessage()).append(')');
        }
    }

    @Override
    public OutputStream input() {
        return process.getOutputStream();
    }

    @Override
    public InputStream output() {
        return process.getInputStream();
    }

    @Override
    public String finish(byte[] input) {
        Thread writer = Thread.ofVirtual().name("input-" + name).start(() -> {
            try (OutputStream out = process.getOutputStream()) {
                out.write(input);
            } catch (IOException e) {
                // It did not want it all; how it ends says why.
                complaint.append(" (").append(e.getMessage()).append(')');
            }
        });
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try {
            byte[] some = new byte[8_192];
            for (int read = output().read(some); read >= 0; read = output().read(some)) {
                said.write(some, 0, Math.min(read, SAID_MAX - said.size()));
            }
            await();
            writer.join();
        } catch (IOException e) {
            throw new Dom0Exception(name + " was cut off", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void await() {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new Dom0Exception(name + " did not end within " + patience);
            }
            listener.join(LAST_WORDS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        if (process.exitValue() != 0) {
            throw new Dom0Exception(name + " ended with " + process.exitValue() + ": "
                    + complaint.toString().strip());
        }
    }

    private Dom0Exception interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        process.destroyForcibly();
        return new Dom0Exception(name + " was interrupted", e);
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroy();
        }
    }
}
