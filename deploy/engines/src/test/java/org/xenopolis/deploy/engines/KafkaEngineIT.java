package org.xenopolis.deploy.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenopolis.deploy.engines.EngineProcess.Lifetime;

class KafkaEngineIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    @Test
    void aMessageSurvivesAKilledBroker() throws Exception {
        List<Integer> ports = FreePorts.find(2);
        KafkaEngine kafka = new KafkaEngine(EngineFiles.locate(), folder.resolve("kafka"), ports.get(0), ports.get(1));
        EngineProcess first = kafka.start(folder.resolve("log"), PATIENCE, Lifetime.TETHERED);
        KafkaRoundTrip.createTopic(kafka.bootstrapServers(), "facts");
        KafkaRoundTrip.send(kafka.bootstrapServers(), "facts", "kept");
        first.kill();

        try (EngineProcess second = kafka.start(folder.resolve("log"), PATIENCE, Lifetime.TETHERED)) {
            assertThat(second.isAlive()).isTrue();
            assertThat(KafkaRoundTrip.receive(kafka.bootstrapServers(), "facts"))
                    .isEqualTo("kept");
        }
    }

    @Test
    void anUnknownTopicIsNotMadeByAccident() {
        String bootstrap = TestStack.shared().kafkaBootstrap();

        assertThatThrownBy(() -> KafkaRoundTrip.send(bootstrap, "misspelt", "lost"))
                .hasMessageContaining("misspelt");
    }
}
