package org.xenopolis.deploy.local.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xenopolis.deploy.local.stack.Part;
import org.xenopolis.deploy.local.stack.StateFolder;
import org.xenopolis.deploy.local.supervise.PartStatus;
import org.xenopolis.deploy.local.supervise.ProcessRecord;
import org.xenopolis.deploy.local.supervise.Supervisor;

/** Each part's health, process, memory, age and address, as it is now. */
final class StatusTable {
    private static final String ROW = "%-18s %-9s %8s %9s %8s %9s  %s";
    private static final long MEBIBYTE = 1L << 20;
    private static final double TICKS_PER_SECOND = 100;

    private final StateFolder state;
    private final List<Part> parts;

    StatusTable(StateFolder state, List<Part> parts) {
        this.state = state;
        this.parts = parts;
    }

    /** One part, as observed. */
    private record Row(String name, String health, Optional<ProcessRecord> process, int failures, String url) {}

    /** Whether every part and the supervisor answer. */
    boolean isHealthy() {
        return rows().stream().allMatch(row -> "ready".equals(row.health()));
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(ROW, "PART", "HEALTH", "PID", "MEMORY", "UPTIME", "FAILURES", "URL"));
        long total = 0;
        for (Row row : rows()) {
            long memory = row.process().map(StatusTable::memoryBytes).orElse(0L);
            total += memory;
            lines.add(String.format(
                    ROW,
                    row.name(),
                    row.health(),
                    row.process().map(record -> String.valueOf(record.pid())).orElse("-"),
                    mebibytes(memory),
                    row.process().map(StatusTable::uptime).orElse("-"),
                    row.failures(),
                    row.url()));
        }
        lines.add(
                String.format(ROW, "all", "", "", mebibytes(total), "", "", "").stripTrailing());
        return lines;
    }

    private List<Row> rows() {
        Map<String, PartStatus> known =
                Supervisor.status(state).stream().collect(Collectors.toMap(PartStatus::name, Function.identity()));
        List<Row> rows = new ArrayList<>();
        Optional<ProcessRecord> supervisor = living(Supervisor.NAME);
        rows.add(new Row(Supervisor.NAME, supervisor.isPresent() ? "ready" : "gone", supervisor, 0, ""));
        for (Part part : parts) {
            Optional<ProcessRecord> process = living(part.name());
            PartStatus status = known.get(part.name());
            int failures = status == null ? 0 : status.failures();
            rows.add(new Row(part.name(), health(part, process, status), process, failures, part.url()));
        }
        return rows;
    }

    private static String health(Part part, Optional<ProcessRecord> process, @Nullable PartStatus status) {
        if (process.isPresent() && part.engine().isReady()) {
            return "ready";
        }
        if (process.isEmpty() && status == null) {
            return "stopped";
        }
        // What the supervisor last wrote may be older than what was just seen.
        return status == null || status.state() == PartStatus.State.READY
                ? "failing"
                : status.state().name().toLowerCase(Locale.ROOT);
    }

    private Optional<ProcessRecord> living(String name) {
        return ProcessRecord.read(state.run(), name).filter(ProcessRecord::isAlive);
    }

    private static long memoryBytes(ProcessRecord record) {
        // The parts are the supervisor's children, and have rows of their own.
        return record.name().equals(Supervisor.NAME)
                ? Machine.ownMemoryBytes(record.pid())
                : Machine.memoryBytes(record.pid());
    }

    private static String mebibytes(long bytes) {
        return bytes / MEBIBYTE + " MiB";
    }

    private static String uptime(ProcessRecord record) {
        Duration age = Duration.ofSeconds((long) (Machine.uptimeSeconds() - record.startTicks() / TICKS_PER_SECOND));
        if (age.toHours() > 0) {
            return age.toHours() + "h" + age.toMinutesPart() + "m";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + "m" + age.toSecondsPart() + "s" : age.toSeconds() + "s";
    }
}
