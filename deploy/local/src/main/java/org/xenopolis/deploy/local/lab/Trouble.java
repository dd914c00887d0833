package org.xenopolis.deploy.local.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.xenopolis.deploy.local.api.Pause;
import org.xenopolis.deploy.local.core.LabHosts;
import org.xenopolis.deploy.xenlab.Lab;
import org.xenopolis.deploy.xenlab.core.HostNumber;

/** Agents and hosts that fail, and what becomes of a guest. */
record Trouble(LabGuests guests, Lab lab) {
    /** Longer than a lease; shorter than what dom0's clock can count over (docs/howto/xen-lab.md). */
    private static final Duration FREEZE = Duration.ofSeconds(38);

    private static final Set<String> ENDED = Set.of("SUCCEEDED", "FAILED", "CANCELLED");
    private static final Duration FENCED = Duration.ofSeconds(10);

    /** The sending agent dies while the guest moves: the guest runs on at one end, whichever. */
    void agentDies(String guest) {
        long before = guests.awaitCounter(guest, 0);
        HostNumber sender = host(guest);
        CopyWatch watch = new CopyWatch(lab, guest);
        try (watch) {
            JsonNode accepted = guests.operator().post("/operator/v1/instances/" + guest + "/migrate", Map.of());
            await(
                    "the copy begins",
                    () -> run(sender, "pgrep -f 'xl migrate' || true").strip().length() > 0);
            run(sender, "systemctl kill -s KILL xenopolis-agent");
            guests.steps().say("agent of " + sender.title(), "killed while it sends");
            String operation = accepted.required("operation").required("id").asText();
            await("the migration ends", () -> !isOpen(operation));
        }
        requireAlone(watch);
        guests.requireGoesOn(guest, before);
    }

    private boolean isOpen(String operation) {
        String state = guests.operator()
                .get("/operator/v1/operations/" + operation)
                .required("state")
                .asText();
        if (!ENDED.contains(state)) {
            return true;
        }
        guests.steps().say("migration", state);
        return false;
    }

    /** A host freezes for longer than its lease: the guest starts elsewhere, and what wakes up ends itself. */
    void hostFreezes(String guest) {
        HostNumber frozen = host(guest);
        signal(frozen, "STOP");
        long start = System.nanoTime();
        guests.steps().say(frozen.title(), "frozen");
        await("the guest is given to another host", () -> !host(guest).equals(frozen));
        guests.steps().say("restart", "on " + host(guest).title() + " after " + seconds(start) + " s");
        Pause.millis(Math.max(0, FREEZE.toMillis() - (System.nanoTime() - start) / 1_000_000));
        signal(frozen, "CONT");
        long woken = System.nanoTime();
        await("the old copy ends", () -> !CopyWatch.runsOn(lab, frozen, guest));
        guests.steps()
                .say(
                        frozen.title(),
                        "woken; its copy had ended when it was looked at first after " + seconds(woken) + " s");
        LabGuests.require(System.nanoTime() - woken < FENCED.toNanos(), "the old copy ran for long");
        guests.awaitCounter(guest, 2);
        guests.steps().say("console", "the guest has booted anew");
    }

    /** A host loses its power: the guest starts elsewhere. */
    void hostDies(String guest) {
        HostNumber dead = host(guest);
        lab.process(dead).destroyForcibly();
        long start = System.nanoTime();
        guests.steps().say(dead.title(), "without power");
        await("the guest is given to another host", () -> !host(guest).equals(dead));
        guests.steps().say("restart", "on " + host(guest).title() + " after " + seconds(start) + " s");
        guests.awaitCounter(guest, 2);
        guests.steps().say("console", "the guest has booted anew");
    }

    private void requireAlone(CopyWatch watch) {
        watch.twice().ifPresent(twice -> LabGuests.require(false, twice));
        guests.steps()
                .say(
                        "copies",
                        "never two, in " + watch.looks() + " looks at "
                                + lab.settings().hosts() + " hosts");
    }

    private HostNumber host(String guest) {
        String id = guests.host(guest);
        return lab.settings().numbers().stream()
                .filter(number -> LabHosts.id(number.value()).toString().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the guest is on no host of the lab: " + id));
    }

    private String run(HostNumber host, String command) {
        return lab.ssh().run(host, command);
    }

    private void signal(HostNumber host, String name) {
        try {
            new ProcessBuilder(
                            "kill", "-" + name, Long.toString(lab.process(host).pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("cannot signal " + host.title(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + LabGuests.MOST.toNanos();
        while (!condition.getAsBoolean()) {
            LabGuests.require(System.nanoTime() < deadline, "it does not come so far that " + what);
            Pause.millis(200);
        }
    }

    private static long seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1_000_000_000;
    }
}
