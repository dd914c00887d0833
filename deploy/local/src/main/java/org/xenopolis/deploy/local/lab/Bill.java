package org.xenopolis.deploy.local.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.xenopolis.deploy.local.api.Pause;

/**
 * What a guest is billed for, against what it measured itself: it rests, burns and rests, and says how much of its
 * processor it had during the fire. Lines also cover some of the rest around that.
 */
record Bill(LabGuests guests) {
    private static final int REST_SECONDS = 40;
    /** So long before the console showed the fire the guest was at rest: the console comes late, and boots end. */
    private static final Duration BOOTED = Duration.ofSeconds(REST_SECONDS / 2);

    private static final int BURN_SECONDS = 45;
    /** Of a processor. Emulation makes even a tick of the clock dear. */
    private static final double IDLE_MOST = 0.05;

    private static final double DIFFERENCE_MOST = 0.01;
    private static final double HUNDREDTH_NANOS = 1e7;
    private static final Pattern LIT = Pattern.compile("the fire is (lit)");
    private static final Pattern OUT = Pattern.compile("(used \\d+ of \\d+)");

    /**
     * The guest's one processor is its own for all the time that it was neither idle nor with others (steal), as its kernel
     * counts both; hundredths of a second.
     */
    static final String SCRIPT = """
            sleep %d
            used() {
                read up rest </proc/uptime
                read cpu user nice system idle wait irq soft steal rest </proc/stat
                up=${up%%.*}${up#*.}
                used=$((up - idle - wait - steal))
            }
            used; from=$used; lit=$up; echo "the fire is lit"
            while used; [ $((used - from)) -lt %d00 ]; do i=0; while [ $i -lt 20000 ]; do i=$((i + 1)); done; done
            echo "used $((used - from)) of $((up - lit))"
            """.formatted(REST_SECONDS, BURN_SECONDS);

    void run(String guest) {
        guests.awaitConsole(guest, LIT, any -> true);
        Instant lit = Instant.now();
        String[] said = guests.awaitConsole(guest, OUT, any -> true).split(" ");
        double measured = Long.parseLong(said[1]) * HUNDREDTH_NANOS;
        double fire = Long.parseLong(said[3]) * HUNDREDTH_NANOS;
        Instant out = Instant.now();
        List<JsonNode> lines = awaitLines(guest, out.plusSeconds(REST_SECONDS));
        List<JsonNode> rest = lines.stream()
                .filter(line -> !time(line, "start").isBefore(out))
                .toList();
        double idle = nanos(rest, "cpuNanos") / nanos(rest, "durationNanos");
        List<JsonNode> around = lines.stream()
                .filter(line -> time(line, "end").isAfter(lit.minus(BOOTED)) && !rest.contains(line))
                .toList();
        double billed = nanos(around, "cpuNanos") - idle * (nanos(around, "durationNanos") - fire);
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
            if (lines.stream().anyMatch(line -> time(line, "end").isAfter(until))) {
                return lines;
            }
            LabGuests.require(System.nanoTime() < deadline, "no usage is rated after " + until);
            Pause.millis(500);
        }
    }

    private static Instant time(JsonNode line, String field) {
        return Instant.parse(line.required(field).asText());
    }

    private static double nanos(List<JsonNode> lines, String field) {
        return lines.stream().mapToLong(line -> line.required(field).asLong()).sum();
    }
}
