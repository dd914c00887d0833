package org.xenopolis.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** A consumer that stopped asking for more is stuck for good: the supervisor should restart the service. */
@Liveness
@ApplicationScoped
class FactConsumersAlive implements HealthCheck {
    private static final Duration STUCK_AFTER = Duration.ofMinutes(2);

    private final FactConsumers consumers;

    FactConsumersAlive(FactConsumers consumers) {
        this.consumers = consumers;
    }

    @Override
    public HealthCheckResponse call() {
        List<String> stuck = consumers.silentSince(STUCK_AFTER);
        return HealthCheckResponse.named("fact-consumers")
                .status(stuck.isEmpty())
                .withData("stuck", String.join(", ", stuck))
                .build();
    }
}
