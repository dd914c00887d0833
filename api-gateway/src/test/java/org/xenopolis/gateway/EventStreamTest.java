package org.xenopolis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Events reach their tenant in order, once, and again after a break; never another tenant. */
@QuarkusTest
@QuarkusTestResource(CloudResource.class)
class EventStreamTest {
    private static final String INSTANCE = "22222222-2222-4222-8222-222222222222";

    private record Event(String id, String type, String data) {}

    /** A stream that is read event by event. */
    private static final class Stream implements AutoCloseable {
        private final HttpClient client = HttpClient.newHttpClient();
        private final BufferedReader lines;

        Stream(Api who, String path, @Nullable String lastEventId) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + who.port() + path))
                    .timeout(Duration.ofSeconds(30))
                    .header("Authorization", "Bearer " + who.token());
            if (lastEventId != null) {
                request.header("Last-Event-ID", lastEventId);
            }
            try {
                HttpResponse<java.io.InputStream> response =
                        client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(response.headers().firstValue("Content-Type").orElse(""))
                        .startsWith("text/event-stream");
                lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
                // It is open once it has said so.
                assertThat(lines.readLine()).isNotNull();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        List<Event> take(int count) {
            List<Event> events = new ArrayList<>();
            String id = "";
            String type = "";
            try {
                while (events.size() < count) {
                    String line = lines.readLine();
                    if (line == null) {
                        throw new AssertionError("the stream ended after " + events);
                    } else if (line.startsWith("id: ")) {
                        id = line.substring(4);
                    } else if (line.startsWith("event: ")) {
                        type = line.substring(7);
                    } else if (line.startsWith("data: ") && !id.isEmpty()) {
                        events.add(new Event(id, type, line.substring(6)));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return events;
        }

        @Override
        public void close() {
            client.shutdownNow();
        }
    }

    @Test
    void eventsArriveInOrderAndAreResumedAfterTheLastOneSeen() {
        Api tenant = Api.openTenant();
        Api other = Api.openTenant();
        List<UUID> sent = new ArrayList<>();
        try (Facts facts = new Facts();
                Stream stream = new Stream(tenant, "/v1/events", null)) {
            for (int i = 0; i < 3; i++) {
                UUID ignored = facts.running(other.tenant(), INSTANCE);
                sent.add(facts.running(tenant.tenant(), INSTANCE));
            }
            List<Event> live = stream.take(3);

            assertThat(live).extracting(Event::id).containsExactlyElementsOf(texts(sent));
            assertThat(live).allSatisfy(event -> {
                assertThat(event.type()).isEqualTo("instance.state-changed");
                assertThat(event.data()).contains("RUNNING").contains(INSTANCE).doesNotContain("hostId");
            });
        }
        try (Facts facts = new Facts();
                Stream resumed =
                        new Stream(tenant, "/v1/events", sent.getFirst().toString())) {
            sent.add(facts.running(tenant.tenant(), INSTANCE));

            assertThat(resumed.take(3)).extracting(Event::id).containsExactlyElementsOf(texts(sent.subList(1, 4)));
        }
    }

    @Test
    void anOperatorSeesAllAndWhere() {
        Api tenant = Api.openTenant();
        try (Facts facts = new Facts();
                Stream stream = new Stream(Api.operator(), "/operator/v1/events", null)) {
            UUID mine = facts.running(tenant.tenant(), INSTANCE);

            Event seen = stream.take(1).getFirst();
            while (!seen.id().equals(mine.toString())) {
                seen = stream.take(1).getFirst();
            }
            assertThat(seen.data()).contains("hostId").contains(tenant.tenant().toString());
        }
    }

    @Test
    void anotherTenantsEventIsNoPlaceToResumeFrom() throws IOException, InterruptedException {
        Api victim = Api.openTenant();
        Api curious = Api.openTenant();
        UUID event;
        try (Facts facts = new Facts();
                Stream stream = new Stream(victim, "/v1/events", null)) {
            event = facts.running(victim.tenant(), INSTANCE);
            assertThat(stream.take(1)).hasSize(1);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            var response = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + curious.port() + "/v1/events"))
                            .header("Authorization", "Bearer " + curious.token())
                            .header("Last-Event-ID", event.toString())
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                assertThat(lines.readLine()).isEqualTo("event: reset");
            }
            client.shutdownNow();
        }
    }

    private static List<String> texts(List<UUID> ids) {
        return ids.stream().map(UUID::toString).toList();
    }
}
