package org.xenopolis.deploy.local.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.xenopolis.deploy.local.api.Pause;

/**
 * What a guest is billed for, against what it measured itself: it rests, burns and rests, and says its own processor time
 * before and after the fire. What it is billed for at rest goes on while it burns.
 */
record Bill(LabGuests guests) {
    private static final int REST_SECONDS = 40;
    private static final int BURN_SECONDS = 60;
    /** Of a processor. Emulation makes even a tick of the clock dear. */
    private static final double IDLE_MOST = 0.05;

    private static final double DIFFERENCE_MOST = 0.01;
    private static final Pattern FROM = Pattern.compile("fire at (\\d+)");
    private static final Pattern TO = Pattern.compile("ash at (\\d+)");

    /** What the scheduler of the guest's kernel counts for the process, in nanoseconds: without what others took from it. */
    static final String SCRIPT = """
            sleep %d
            used() { read ran rest </proc/$$/schedstat; }
            used; from=$ran; echo "fire at $from"
            while used; [ $((ran - from)) -lt %d000000000 ]; do i=0; while [ $i -lt 20000 ]; do i=$((i + 1)); done; done
            echo "ash at $ran"
            """.formatted(REST_SECONDS, BURN_SECONDS);

    void run(String guest) {
        long from = Long.parseLong(guests.awaitConsole(guest, FROM, any -> true));
        Instant lit = Instant.now();
        double measured = Long.parseLong(guests.awaitConsole(guest, TO, any -> true)) - from;
        Instant out = Instant.now();
        List<JsonNode> lines = awaitLines(guest, out.plus(Duration.ofSeconds(REST_SECONDS / 2)));
        // The first line holds the boot, and the one with the fire's beginning is neither rest nor fire.
        List<JsonNode> rest = lines.stream()
                .filter(line -> line.required("sequence").asLong() > first(lines)
                        && end(line).isBefore(lit.minusSeconds(2)))
                .toList();
        double idle = nanos(rest, "cpuNanos") / nanos(rest, "durationNanos");
        List<JsonNode> around = lines.stream()
                .filter(line ->
                        !rest.contains(line) && line.required("sequence").asLong() > first(lines))
                .toList();
        double billed = nanos(around, "cpuNanos") - idle * nanos(around, "durationNanos");
        double difference = billed / measured - 1;
        guests.steps().say("idle", "billed for %.1f %% of a processor".formatted(100 * idle));
        guests.steps()
                .say(
                        "fire",
                        "billed for %.2f s, the guest measured %.2f s: %+.2f %%"
                                .formatted(billed / 1e9, measured / 1e9, 100 * difference));
        LabGuests.require(idle <= IDLE_MOST, "an idle guest is billed for much");
        LabGuests.require(Math.abs(difference) <= DIFFERENCE_MOST, "the bill is not what the guest used");
    }

    /** When those up to then are rated. */
    private List<JsonNode> awaitLines(String guest, Instant until) {
        long deadline = System.nanoTime() + LabGuests.MOST.toNanos();
        while (true) {
            List<JsonNode> lines = guests.usage(guest);
            if (lines.stream().anyMatch(line -> end(line).isAfter(until))) {
                return lines;
            }
            LabGuests.require(System.nanoTime() < deadline, "no usage is rated after " + until);
            Pause.millis(500);
        }
    }

    private static long first(List<JsonNode> lines) {
        return lines.stream()
                .mapToLong(line -> line.required("sequence").asLong())
                .min()
                .orElse(0);
    }

    private static Instant end(JsonNode line) {
        return Instant.parse(line.required("end").asText());
    }

    private static double nanos(List<JsonNode> lines, String field) {
        return lines.stream().mapToLong(line -> line.required(field).asLong()).sum();
    }
}
