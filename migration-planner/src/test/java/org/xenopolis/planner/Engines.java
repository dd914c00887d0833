package org.xenopolis.planner;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import org.xenopolis.deploy.engines.CertificateAuthority;
import org.xenopolis.deploy.engines.TestStack;

/** PostgreSQL, Kafka and an identity for the service under test. */
public class Engines implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        TestStack stack = TestStack.shared();
        TestStack.Database database = stack.freshDatabase();
        CertificateAuthority authority = stack.authority();
        authority.service("migration-planner");
        Map<String, String> settings = new HashMap<>();
        settings.put("xeno.pg.url.jdbc", database.jdbcUrl());
        settings.put("xeno.pg.url.reactive", database.reactiveUrl());
        settings.put("xeno.pg.user", database.user());
        settings.put("xeno.pg.password", database.password());
        settings.put("xeno.kafka", stack.kafkaBootstrap());
        settings.put(
                "xeno.tls.dir", authority.rootCertificate().resolveSibling("").toString());
        settings.put("xeno.scheduler", "127.0.0.1:1");
        settings.put("xeno.plans.execute", "false");
        settings.put("xeno.plans.price.currency", "EUR");
        settings.put("xeno.plans.price.wire-gib", "0.0005");
        settings.put("quarkus.http.test-port", "0");
        return settings;
    }

    @Override
    public void stop() {}
}
