package org.xenopolis.deploy.local.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.xenopolis.deploy.engines.KeycloakAccounts;
import org.xenopolis.deploy.engines.Secrets;
import org.xenopolis.deploy.local.api.CloudApi;
import org.xenopolis.deploy.local.api.Login;
import org.xenopolis.deploy.local.api.Pause;
import org.xenopolis.deploy.local.api.Tokens;
import org.xenopolis.deploy.local.seed.Seed;
import org.xenopolis.deploy.local.stack.Stack;

/** A running stack as the benches use it: many tenants, each a client of its own. */
final class BenchCloud {
    private static final Map<String, Long> QUOTA = Map.of(
            "instances", 100_000L, "vcpus", 100_000L, "memoryMiB", 1L << 30, "diskMiB", 1L << 30, "volumes", 10L);
    private static final int PAYLOAD_BYTES = 1 << 20;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Stack stack;
    private final CloudApi operator;

    BenchCloud(Stack stack, Login operatorLogin) {
        this.stack = stack;
        this.operator = client(stack.operatorUrl(), operatorLogin);
    }

    Stack stack() {
        return stack;
    }

    CloudApi operator() {
        return operator;
    }

    /** Opens tenants with money and no narrow quota, each with one user and a small image. */
    List<BenchTenant> tenants(int count) {
        KeycloakAccounts accounts =
                new KeycloakAccounts(stack.issuer(), stack.secrets().keycloakAdminSecret());
        Seed seed = new Seed(operator);
        List<BenchTenant> tenants = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            UUID tenant = new UUID(0x4000L, 0x9000_0000_0000_0000L | i);
            Login login = new Login("bench-" + i, Secrets.random());
            accounts.ensure(KeycloakAccounts.Account.tenant(login.user(), login.password(), tenant));
            seed.tenant(tenant, login.user(), QUOTA);
            CloudApi api = client(stack.tenantUrl(), login);
            tenants.add(new BenchTenant(api, image(api)));
        }
        return tenants;
    }

    private String image(CloudApi tenant) {
        String id = tenant.post("/v1/images", Map.of("name", "bench", "kind", "DISK"))
                .required("id")
                .asText();
        tenant.upload("/v1/images/" + id + "/parts/disk", payload());
        while (true) {
            JsonNode image = tenant.get("/v1/images/" + id);
            switch (image.required("state").asText()) {
                case "READY" -> {
                    return id;
                }
                case "REJECTED" -> throw new IllegalStateException("the bench's image was rejected: " + image);
                default -> Pause.millis(20);
            }
        }
    }

    private Path payload() {
        byte[] bytes = new byte[PAYLOAD_BYTES];
        new SplittableRandom(1).nextBytes(bytes);
        // A boot sector's signature, so that the inspector knows a raw disk when it sees one.
        bytes[510] = 0x55;
        bytes[511] = (byte) 0xaa;
        try {
            return Files.write(stack.state().root().resolve("bench-disk.raw"), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CloudApi client(String url, Login login) {
        return new CloudApi(
                http, URI.create(url), new Tokens(http, URI.create(stack.issuer()), login, Clock.systemUTC())::current);
    }
}
