package org.xenopolis.images;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.xenopolis.deploy.engines.FreePorts;
import org.xenopolis.deploy.engines.TestStack;

/** A database and a folder of their own on real PostgreSQL and Kafka, and identities for the callers. */
public class ImageStack implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        TestStack stack = TestStack.shared();
        TestStack.Database database = stack.freshDatabase();
        for (String service : List.of("image-store", "api-gateway", "scheduler", "billing")) {
            stack.authority().service(service);
        }
        stack.authority().host(Callers.HOST);
        List<Integer> ports = FreePorts.find(2);
        Map<String, String> settings = new HashMap<>();
        settings.put("xeno.pg.url.jdbc", database.jdbcUrl());
        settings.put("xeno.pg.url.reactive", database.reactiveUrl());
        settings.put("xeno.pg.user", database.user());
        settings.put("xeno.pg.password", database.password());
        settings.put("xeno.kafka", stack.kafkaBootstrap());
        settings.put(
                "xeno.tls.dir",
                Objects.requireNonNull(stack.authority().rootCertificate().getParent())
                        .toString());
        settings.put("xeno.grpc.port", String.valueOf(ports.get(0)));
        settings.put("xeno.image.import-allow", "http://127.0.0.1:" + ports.get(1));
        settings.put("xeno.data.dir", dataFolder());
        return settings;
    }

    private static String dataFolder() {
        try {
            return Files.createTempDirectory("image-store-test").toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // The engines end with the JVM.
    }
}
