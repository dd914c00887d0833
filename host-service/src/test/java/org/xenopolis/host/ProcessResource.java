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
        authority.service("image-store");
        authority.service("image-store");
        List<Integer> ports = FreePorts.find(2);
        try {
            Path folder = Files.createTempDirectory("xeno-host-");
            return Map.ofEntries(
                    Map.entry("xeno.kafka", TestStack.shared().kafkaBootstrap()),
                    // Billing is not there to do it.
                    Map.entry("xeno.kafka.make-topics", "true"),
                    Map.entry(
                            "xeno.tls.dir",
                            Objects.requireNonNull(authority.rootCertificate().getParent())
                                    .toString()),
                    Map.entry("xeno.data.dir", folder.toString()),
                    Map.entry("xeno.scheduler", "localhost:" + ports.get(0)),
                    Map.entry("xeno.images", "localhost:" + ports.get(1)),
                    Map.entry("xeno.sim.hosts", "3"),
                    Map.entry("xeno.sim.port.base", "0"),
                    Map.entry("xeno.sim.boot.millis", "0"),
                    Map.entry("xeno.metering.interval", "PT0.2S"),
                    Map.entry("xeno.test.images.port", ports.get(1).toString()),
                    Map.entry("xeno.test.scheduler.port", ports.get(0).toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // The engines end with the JVM.
    }
}
