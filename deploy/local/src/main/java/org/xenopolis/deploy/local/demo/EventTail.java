package org.xenopolis.deploy.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xenopolis.deploy.local.api.CloudApi;

/** Follows a tenant's events (SSE) from the moment of opening. */
final class EventTail implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final InputStream stream;
    private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();

    private EventTail(InputStream stream) {
        this.stream = stream;
        Thread.ofVirtual().name("events").start(this::read);
    }

    static EventTail open(CloudApi api) {
        return new EventTail(api.stream("/v1/events"));
    }

    /** Waits until the instance is in the state; tells every event of it on the way. */
    void await(String instance, String state, Duration most, Consumer<String> tell) {
        long deadline = System.nanoTime() + most.toNanos();
        while (true) {
            JsonNode event = next(deadline - System.nanoTime());
            if (event == null) {
                throw new IllegalStateException("no event says that the instance is " + state);
            }
            if (!instance.equals(event.path("instanceId").asText())) {
                continue;
            }
            JsonNode data = event.path("data");
            tell.accept(event.path("type").asText() + " " + data.path("kind").asText("")
                    + data.path("to").asText(data.path("state").asText("")));
            if (data.path("to").asText().equals(state)) {
                return;
            }
        }
    }

    private @Nullable JsonNode next(long nanos) {
        try {
            return events.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data:")) {
                    events.add(JSON.readTree(line.substring("data:".length())));
                }
            }
        } catch (IOException e) {
            // Closed by us, or by the gateway: whoever waits sees that nothing comes any more.
            return;
        }
    }

    /** Closes the stream, not its reader: that waits for whoever reads, and so for the next events. */
    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
