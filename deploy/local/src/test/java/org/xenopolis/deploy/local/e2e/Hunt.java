package org.xenopolis.deploy.local.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.xenopolis.deploy.engines.DatabaseAccess;
import org.xenopolis.deploy.local.stack.Stack;

/** Looks for canaries in everything that a stack wrote: logs, messages, tables. Answers what was found where, in names. */
final class Hunt {
    private final Stack stack;
    private final List<Canary> canaries;
    private final List<String> found = new ArrayList<>();
    private final Map<String, Integer> searched = new TreeMap<>();

    Hunt(Stack stack, List<Canary> canaries) {
        this.stack = stack;
        this.canaries = canaries;
    }

    List<String> found() {
        return found;
    }

    /** How much was looked at, by place: a hunt that looks nowhere finds nothing. */
    Map<String, Integer> searched() {
        return searched;
    }

    void inLogs() {
        try (Stream<Path> files = Files.walk(stack.state().log())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                look("log " + file.getFileName(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void inTopics() {
        Map<String, Object> settings = Map.of("bootstrap.servers", stack.kafkaBootstrap());
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.listTopics().entrySet().stream()
                    .filter(topic -> !topic.getKey().startsWith("__"))
                    .flatMap(topic -> topic.getValue().stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofSeconds(1)).forEach(this::look);
            }
        }
    }

    private void look(ConsumerRecord<byte[], byte[]> message) {
        StringBuilder text = new StringBuilder();
        text.append(plain(message.key())).append(plain(message.value()));
        message.headers().forEach(header -> text.append(header.key()).append(plain(header.value())));
        look("topic " + message.topic(), text.toString());
    }

    private static String plain(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Every row of every table, as PostgreSQL writes it: bytes in hexadecimal digits. */
    void inTables() {
        DatabaseAccess access = stack.database();
        try (Connection database = DriverManager.getConnection(access.jdbcUrl(), access.user(), access.password())) {
            for (String table : tables(database)) {
                try (Statement statement = database.createStatement();
                        ResultSet rows = statement.executeQuery("select cast(t as text) from " + table + " t")) {
                    while (rows.next()) {
                        look("table " + table, rows.getString(1));
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> tables(Connection database) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("select format('%I.%I', table_schema, table_name)"
                        + " from information_schema.tables where table_type = 'BASE TABLE'"
                        + " and table_schema not in ('pg_catalog', 'information_schema')")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    void look(String place, String text) {
        searched.merge(place, 1, Integer::sum);
        for (Canary canary : canaries) {
            if (canary.isIn(text)) {
                String finding = canary + " in " + place;
                if (!found.contains(finding)) {
                    found.add(finding);
                }
            }
        }
    }
}
