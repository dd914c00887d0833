package org.xenopolis.deploy.engines;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A real Kafka broker that is its own controller (KRaft combined mode); topics are never created by accident. Its jars
 * stay out of the caller's class path.
 *
 * @param address of this machine, where clients reach the broker
 */
public record KafkaEngine(EngineFiles files, Path directory, String address, int port, int controllerPort)
        implements Engine {
    private static final int PROBE_MILLIS = 1_000;
    private static final short API_VERSIONS = 18;

    /** For clients on this machine only. */
    public KafkaEngine(EngineFiles files, Path directory, int port, int controllerPort) {
        this(files, directory, "127.0.0.1", port, controllerPort);
    }

    @Override
    public String name() {
        return "kafka";
    }

    public String bootstrapServers() {
        return address + ":" + port;
    }

    /** Kafka runs from its jars. */
    @Override
    public boolean isInstalled() {
        return true;
    }

    @Override
    public void install() {}

    @Override
    public void prepare() {
        try {
            Folders.createPrivate(directory);
            Files.writeString(
                    propertiesFile(),
                    properties().entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .sorted()
                            .collect(Collectors.joining("\n", "", "\n")));
        } catch (IOException e) {
            throw new EngineException("cannot write " + propertiesFile() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public LaunchPlan launchPlan() {
        List<String> command = List.of(
                Jvm.JAVA,
                "-Xms64m",
                "-Xmx320m",
                "-XX:+UseSerialGC",
                "-XX:ReservedCodeCacheSize=64m",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSX",
                "-cp",
                files.mainClassPath(),
                // By name: its class needs Kafka's jars, which are not here.
                "org.xenopolis.deploy.engines.KafkaMain",
                propertiesFile().toString());
        return new LaunchPlan(command, Map.of(), directory.toAbsolutePath(), "TERM");
    }

    /** Asks the broker which requests it knows; it answers nothing before it takes part in the cluster. */
    @Override
    public boolean isReady() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), PROBE_MILLIS);
            socket.setSoTimeout(PROBE_MILLIS);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            int correlation = 1;
            out.writeInt(10);
            out.writeShort(API_VERSIONS);
            out.writeShort(0);
            out.writeInt(correlation);
            out.writeShort(-1);
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            return in.readInt() > 0 && in.readInt() == correlation && in.readShort() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Path propertiesFile() {
        return directory.toAbsolutePath().resolve("server.properties");
    }

    private Map<String, String> properties() {
        String listeners = "BROKER://" + address + ":" + port + ",CONTROLLER://127.0.0.1:" + controllerPort;
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controllerPort),
                Map.entry("listeners", listeners),
                Map.entry("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("inter.broker.listener.name", "BROKER"),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("log.dirs", directory.toAbsolutePath().resolve("log").toString()),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("default.replication.factor", "1"),
                Map.entry("min.insync.replicas", "1"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "8"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "4"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                // A killed broker may come back only after its old session ended.
                Map.entry("broker.session.timeout.ms", "4000"),
                Map.entry("broker.heartbeat.interval.ms", "1000"),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "4"),
                Map.entry("background.threads", "2"),
                Map.entry("log.cleaner.dedupe.buffer.size", "16777216"),
                Map.entry("log.segment.bytes", "67108864"),
                Map.entry("log.index.size.max.bytes", "1048576"));
    }
}
