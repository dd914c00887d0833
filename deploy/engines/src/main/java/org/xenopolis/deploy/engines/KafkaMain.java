package org.xenopolis.deploy.engines;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** The Kafka process: formats its storage the first time, then serves until it is told to end. */
public final class KafkaMain {
    private KafkaMain() {}

    /** Takes one argument: the broker's properties file. */
    public static void main(String[] args) throws Exception {
        Properties properties = read(Path.of(args[0]));
        Path log = Path.of(properties.getProperty("log.dirs"));
        if (!Files.exists(log.resolve("meta.properties"))) {
            format(properties, log);
        }
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "shutdown"));
        server.startup();
        server.awaitShutdown();
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }

    private static void format(Properties properties, Path log) throws Exception {
        Files.createDirectories(log);
        new Formatter()
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(Integer.parseInt(properties.getProperty("node.id")))
                .setControllerListenerName(properties.getProperty("controller.listener.names"))
                .setMetadataLogDirectory(log.toString())
                .addDirectory(log.toString())
                .setPrintStream(new PrintStream(System.out, true, StandardCharsets.UTF_8))
                .run();
    }
}
