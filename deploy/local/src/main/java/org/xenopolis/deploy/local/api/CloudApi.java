package org.xenopolis.deploy.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** One user's view of the REST API. Every mutation carries a fresh idempotency key. */
public final class CloudApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
    private static final Duration UPLOAD_MAX = Duration.ofMinutes(10);

    private final HttpClient http;
    private final URI base;
    private final Supplier<String> token;

    /**
     * @param base scheme, host and port, e.g. http://127.0.0.1:7780
     * @param token asked for each call's access token
     */
    public CloudApi(HttpClient http, URI base, Supplier<String> token) {
        this.http = http;
        this.base = base;
        this.token = token;
    }

    /** @throws ApiException unless the answer is 2xx; so do all others */
    public JsonNode get(String path) {
        return json(send(request(path, ANSWER_MAX).GET().build()));
    }

    /** All items of a list, page by page. @param path of its first page */
    public List<JsonNode> all(String path) {
        List<JsonNode> items = new ArrayList<>();
        for (String next = path; !next.isEmpty(); ) {
            JsonNode page = get(next);
            page.required("items").forEach(items::add);
            next = page.path("next").asText("");
        }
        return items;
    }

    /** The answer's text as it is, for consoles and CSV. */
    public String text(String path, String accept) {
        HttpResponse<String> answer =
                send(request(path, ANSWER_MAX).setHeader("Accept", accept).GET().build());
        return answer.body();
    }

    public JsonNode post(String path, Map<String, ?> body) {
        return post(path, body, UUID.randomUUID().toString());
    }

    public JsonNode post(String path, Map<String, ?> body, String idempotencyKey) {
        return json(send(request(path, ANSWER_MAX)
                .header("Idempotency-Key", idempotencyKey)
                .header("Content-Type", "application/json")
                .POST(publisher(body))
                .build()));
    }

    public JsonNode put(String path, Map<String, ?> body) {
        return json(send(request(path, ANSWER_MAX)
                .header("Content-Type", "application/json")
                .PUT(publisher(body))
                .build()));
    }

    public JsonNode upload(String path, Path file) {
        try {
            return json(send(request(path, UPLOAD_MAX)
                    .header("Content-Type", "application/octet-stream")
                    .PUT(BodyPublishers.ofFile(file))
                    .build()));
        } catch (IOException e) {
            throw new ApiException("cannot read " + file, e);
        }
    }

    public JsonNode delete(String path) {
        return json(send(request(path, ANSWER_MAX).DELETE().build()));
    }

    /** An endless answer, e.g. server-sent events; the caller closes it. */
    public InputStream stream(String path) {
        HttpRequest request = request(path, Duration.ofHours(1))
                .setHeader("Accept", "text/event-stream")
                .GET()
                .build();
        try {
            HttpResponse<InputStream> answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (answer.statusCode() != 200) {
                try (InputStream body = answer.body()) {
                    throw refused(
                            request, answer.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
            return answer.body();
        } catch (IOException e) {
            throw new ApiException("no answer from " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException("interrupted", e);
        }
    }

    private HttpRequest.Builder request(String path, Duration timeout) {
        return HttpRequest.newBuilder(base.resolve(path))
                .timeout(timeout)
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + token.get());
    }

    private static BodyPublisher publisher(Map<String, ?> body) {
        try {
            return body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(JSON.writeValueAsString(body));
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw refused(request, answer.statusCode(), answer.body());
            }
            return answer;
        } catch (IOException e) {
            throw new ApiException("no answer from " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException("interrupted", e);
        }
    }

    private static ApiException refused(HttpRequest request, int status, String body) {
        String code = "unknown";
        String detail = body;
        try {
            JsonNode problem = JSON.readTree(body);
            code = problem.path("code").asText(code);
            detail = problem.path("detail").asText(body);
            if (problem.has("errors")) {
                detail += " " + problem.path("errors");
            }
        } catch (IOException e) {
            detail = body.isEmpty() ? "no body" : body;
        }
        return new ApiException(
                request.method() + " " + request.uri().getPath() + " answers " + status + " " + code + ": " + detail,
                status,
                code);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return answer.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new ApiException("unreadable answer from " + answer.uri(), e);
        }
    }
}
