package org.xenopolis.gateway;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xenopolis.deploy.engines.TestStack;
import org.xenopolis.gateway.fakes.FakeCloud;

/** Gives the gateway under test real engines and a fake cloud. */
public class CloudResource implements QuarkusTestResourceLifecycleManager {
    private static @Nullable FakeCloud cloud;

    /** The cloud that the gateway under test talks to. */
    public static FakeCloud cloud() {
        return Objects.requireNonNull(cloud, "the cloud has not started");
    }

    @Override
    public Map<String, String> start() {
        TestStack stack = TestStack.shared();
        TestStack.Database database = stack.freshDatabase();
        for (String service :
                new String[] {"api-gateway", "scheduler", "billing", "image-store", "migration-planner"}) {
            stack.authority().service(service);
        }
        var tls = Objects.requireNonNull(stack.authority().rootCertificate().getParent());
        FakeCloud started = new FakeCloud(tls);
        cloud = started;
        Map<String, String> settings = new HashMap<>(started.settings());
        settings.put("xeno.pg.url.jdbc", database.jdbcUrl());
        settings.put("xeno.pg.url.reactive", database.reactiveUrl());
        settings.put("xeno.pg.user", database.user());
        settings.put("xeno.pg.password", database.password());
        settings.put("xeno.kafka", stack.kafkaBootstrap());
        settings.put("xeno.tls.dir", tls.toString());
        settings.put("xeno.oidc.issuer", stack.issuer());
        settings.put("xeno.sweep.every", "PT0.5S");
        settings.put("xeno.quota.doubt-after", "PT3S");
        return settings;
    }

    @Override
    public void stop() {
        if (cloud != null) {
            cloud.close();
        }
    }
}
