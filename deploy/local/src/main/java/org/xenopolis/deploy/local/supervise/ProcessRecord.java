package org.xenopolis.deploy.local.supervise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xenopolis.deploy.engines.LaunchPlan;
import org.xenopolis.deploy.local.stack.Json;

/**
 * Which process a part is, written by that process itself before it becomes the part: nothing is ever started that has
 * no record.
 *
 * <p>A process id alone may be somebody else's by now. Id, start time and boot together are not.
 *
 * @param startTicks clock ticks between boot and the process's start, field 22 of {@code /proc/<pid>/stat}
 * @param boot the kernel's id of this boot
 * @param stopSignal how the part is asked to end
 * @param level parts of a higher level depend on parts of a lower one
 */
public record ProcessRecord(String name, long pid, long startTicks, String boot, String stopSignal, int level) {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final int START_TICKS_FIELD = 22;
    // What follows the name in parentheses starts with field 3.
    private static final int FIRST_FIELD_AFTER_NAME = 3;
    private static final int STATE_FIELD = 3;
    private static final String WRITE_AND_BECOME = """
            record=$1; stop=$2; level=$3; shift 3
            printf '{"name":"%s","pid":%s,"startTicks":%s,"boot":"%s","stopSignal":"%s","level":%s}\\n' \\
                "$0" "$$" "$(cut -d' ' -f22 "/proc/$$/stat")" "$(cat /proc/sys/kernel/random/boot_id)" \\
                "$stop" "$level" > "$record.part" && mv "$record.part" "$record" || exit 70
            exec "$@"
            """;

    /** The same launch, which first writes its record to that file. */
    public static LaunchPlan recorded(String name, LaunchPlan plan, Path file, int level) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", WRITE_AND_BECOME, name));
        command.addAll(List.of(file.toString(), plan.stopSignal(), String.valueOf(level)));
        command.addAll(plan.command());
        return new LaunchPlan(command, plan.environment(), plan.directory(), plan.stopSignal());
    }

    public static Path file(Path runFolder, String name) {
        return runFolder.resolve(name + ".pid.json");
    }

    public static Optional<ProcessRecord> read(Path runFolder, String name) {
        return Json.read(file(runFolder, name), ProcessRecord.class);
    }

    /** Every record in the folder, of living and ended processes. */
    public static List<ProcessRecord> readAll(Path runFolder) {
        if (!Files.isDirectory(runFolder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(runFolder)) {
            return files.filter(file -> file.toString().endsWith(".pid.json"))
                    .flatMap(file -> Json.read(file, ProcessRecord.class).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the very process of this record still lives. */
    public boolean isAlive() {
        try {
            if (!Files.readString(BOOT_ID).strip().equals(boot)) {
                return false;
            }
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            return startTicks(stat) == startTicks && !"Z".equals(field(stat, STATE_FIELD));
        } catch (IOException e) {
            return false;
        }
    }

    /** Field 22 of a line of {@code /proc/<pid>/stat}; the program's name before it may hold spaces and parentheses. */
    static long startTicks(String stat) {
        return Long.parseLong(field(stat, START_TICKS_FIELD));
    }

    private static String field(String stat, int number) {
        String afterName = stat.substring(stat.lastIndexOf(')') + 2);
        return afterName.split(" ", -1)[number - FIRST_FIELD_AFTER_NAME];
    }
}
