package org.xenopolis.store;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import java.util.Objects;
import org.xenopolis.deploy.engines.TestStack;

/** Hands a {@code @QuarkusTest} a database of its own on real PostgreSQL, a real Kafka broker and an identity. */
public class StackResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        TestStack stack = TestStack.shared();
        TestStack.Database database = stack.freshDatabase();
        // quarkus.application.name is not known here: every service gets an identity, each test uses its own.
        for (String service :
                new String[] {"api-gateway", "scheduler", "billing", "image-store", "migration-planner", "host-service"
                }) {
            stack.authority().service(service);
        }
        return Map.of(
                "xeno.pg.url.jdbc", database.jdbcUrl(),
                "xeno.pg.url.reactive", database.reactiveUrl(),
                "xeno.pg.user", database.user(),
                "xeno.pg.password", database.password(),
                "xeno.kafka", stack.kafkaBootstrap(),
                "xeno.tls.dir",
                        Objects.requireNonNull(
                                        stack.authority().rootCertificate().getParent())
                                .toString());
    }

    @Override
    public void stop() {
        // The stack ends with the JVM.
    }
}
