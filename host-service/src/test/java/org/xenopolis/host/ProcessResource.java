package org.xenopolis.host;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.xenopolis.deploy.engines.CertificateAuthority;
import org.xenopolis.deploy.engines.FreePorts;
import org.xenopolis.deploy.engines.TestStack;

/** What the process finds when it starts: a broker, identities of three hosts, and nobody else. */
public final class ProcessResource implements QuarkusTestResourceLifecycleManager {
    static final String TLS = "xeno.test.tls";

    @Override
    public Map<String, String> start() {
        CertificateAuthority authority = TestStack.shared().authority();
        for (int i = 0; i < 3; i++) {
            authority.host(UUID.randomUUID());
        }
        authority.service("scheduler");
        List<Integer> ports = FreePorts.find(2);
        try {
            Path folder = Files.createTempDirectory("xeno-host-");
            return Map.of(
                    "xeno.kafka",
                    TestStack.shared().kafkaBootstrap(),
                    "xeno.tls.dir",
                    Objects.requireNonNull(authority.rootCertificate().getParent())
                            .toString(),
                    "xeno.data.dir",
                    folder.toString(),
                    "xeno.scheduler",
                    "localhost:" + ports.get(0),
                    "xeno.images",
                    "localhost:" + ports.get(1),
                    "xeno.sim.hosts",
                    "3",
                    "xeno.sim.port.base",
                    "0",
                    "xeno.sim.boot.millis",
                    "0",
                    "xeno.metering.interval",
                    "PT0.2S",
                    "xeno.test.scheduler.port",
                    ports.get(0).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // The engines end with the JVM.
    }
}
