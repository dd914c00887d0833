package org.xenopolis.scheduler;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.xenopolis.deploy.engines.CertificateAuthority;
import org.xenopolis.deploy.engines.FreePorts;
import org.xenopolis.deploy.engines.TestStack;

/** Real PostgreSQL and Kafka, certificates, and the ports of those whom the tests play. */
public class SchedulerStack implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        TestStack stack = TestStack.shared();
        CertificateAuthority authority = stack.authority();
        Path tls = Objects.requireNonNull(authority.rootCertificate().getParent());
        List.of("scheduler", "billing", "api-gateway", "migration-planner").forEach(authority::service);
        List<Integer> ports = FreePorts.find(2);
        TestStack.Database database = stack.freshDatabase();
        Map<String, String> settings = new HashMap<>();
        settings.put("xeno.pg.url.jdbc", database.jdbcUrl());
        settings.put("xeno.pg.url.reactive", database.reactiveUrl());
        settings.put("xeno.pg.user", database.user());
        settings.put("xeno.pg.password", database.password());
        settings.put("xeno.kafka", stack.kafkaBootstrap());
        settings.put("xeno.tls.dir", tls.toString());
        settings.put("xeno.grpc.port", String.valueOf(ports.getFirst()));
        settings.put("xeno.billing", "localhost:" + ports.get(1));
        // Long, so that no lease and no claim ends unless a test wants it to.
        settings.put("xeno.lease.life", "PT30S");
        settings.put("xeno.operations.claim", "PT2M");
        settings.put("xeno.lease.margin", "PT2S");
        settings.put("xeno.reconcile.every", "PT1S");
        settings.put("xeno.volumes.wipe-every", "PT0.2S");
        settings.put("xeno.secrets.key", "test-2:" + key((byte) 2) + ",test-1:" + key((byte) 1));
        settings.put("quarkus.http.test-port", "0");
        return settings;
    }

    private static String key(byte with) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, with);
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public void stop() {
        // The engines end with the JVM.
    }
}
