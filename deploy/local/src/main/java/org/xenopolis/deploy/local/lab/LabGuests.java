package org.xenopolis.deploy.local.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.xenopolis.deploy.local.api.ApiException;
import org.xenopolis.deploy.local.api.CloudApi;
import org.xenopolis.deploy.local.api.Operations;
import org.xenopolis.deploy.local.api.Pause;
import org.xenopolis.deploy.local.demo.Amounts;
import org.xenopolis.deploy.local.demo.PrivateNetwork;
import org.xenopolis.deploy.local.demo.Steps;

/** Guests on real hosts, as their tenant and the operator see them. */
record LabGuests(CloudApi tenant, CloudApi operator, Steps steps, PrivateNetwork network) {
    /** Everything takes ten times longer in emulation. */
    static final Duration MOST = Duration.ofMinutes(8);

    static final int MEMORY_MIB = 128;

    /** User data of a guest that writes a mebibyte of its memory ten times a second. */
    static final String WRITER =
            "(while :; do dd if=/dev/zero of=/run/load bs=64k count=16 2>/dev/null; usleep 100000; done) &\n";

    private static final Pattern COUNTER = Pattern.compile("counter (\\d+)");
    private static final Pattern BOOTED =
            Pattern.compile("Booting (?:paravirtualized )?kernel on (Xen(?: [A-Z]+)?)\\R");
    private static final String PREFIX = "lab-";
    private static final int PAGE = 200;
    private static final int CONFLICT = 409;
    private static final int UNAVAILABLE = 503;

    /**
     * @param script of the guest's user data
     * @param recovery of its record
     * @return its id, RUNNING
     */
    String create(String name, String image, String script, String recovery) {
        long start = System.nanoTime();
        Map<String, Object> wanted = new HashMap<>(Map.of(
                "name",
                PREFIX + name,
                "imageId",
                image,
                "vcpus",
                1,
                "memoryMiB",
                MEMORY_MIB,
                "diskMiB",
                64,
                "recovery",
                recovery));
        wanted.put("networks", List.of(network.card()));
        wanted.put(
                "userData",
                Base64.getEncoder().encodeToString(("#!/bin/sh\n" + script).getBytes(StandardCharsets.US_ASCII)));
        JsonNode accepted = tenant.post("/v1/instances", wanted);
        String id = accepted.required("instance").required("id").asText();
        Operations.await(tenant, "/v1/operations/", accepted, MOST);
        steps.say("create " + name, "RUNNING after " + Amounts.millisSince(start) + " ms");
        return id;
    }

    String host(String instance) {
        return operator.get("/operator/v1/instances/" + instance).path("hostId").asText();
    }

    String address(String instance) {
        return tenant.get("/v1/instances/" + instance).at("/nics/0/ipv4").asText();
    }

    /** Empty while the host's agent is away, or the guest not begun. */
    String console(String instance) {
        try {
            return tenant.text("/v1/instances/" + instance + "/console", "text/plain");
        } catch (ApiException e) {
            if (e.status() == UNAVAILABLE || e.status() == CONFLICT) {
                return "";
            }
            throw e;
        }
    }

    /** What an earlier story that failed has left. */
    void clear() {
        for (JsonNode instance : tenant.get("/v1/instances?limit=" + PAGE).required("items")) {
            String name = instance.required("name").asText();
            if (name.startsWith(PREFIX) && !instance.required("state").asText().equals("DELETED")) {
                steps.delete(instance.required("id").asText());
            }
        }
    }

    /** What the pattern's group found last on the guest's console, when there is one that is wanted. */
    String awaitConsole(String instance, Pattern pattern, Predicate<String> wanted) {
        long deadline = System.nanoTime() + MOST.toNanos();
        while (true) {
            List<MatchResult> found =
                    pattern.matcher(console(instance)).results().toList();
            if (!found.isEmpty() && wanted.test(found.getLast().group(1))) {
                return found.getLast().group(1);
            }
            require(
                    System.nanoTime() < deadline,
                    "the guest's console does not show what it should (" + pattern + "); last: "
                            + (found.isEmpty() ? "nothing" : found.getLast().group(1)));
            // Each look is the whole console, read by an emulated host.
            Pause.millis(2_000);
        }
    }

    /** As its own kernel says, which then counts. */
    void requireBooted(String instance, String way) {
        String expected = way.equals("PV") ? "Xen" : "Xen " + way;
        awaitConsole(instance, BOOTED, expected::equals);
        steps.say("console", "a " + way + " guest counts: " + awaitCounter(instance, 1));
    }

    /** The guest's last count, when it has come so far. */
    long awaitCounter(String instance, long atLeast) {
        return Long.parseLong(awaitConsole(instance, COUNTER, count -> Long.parseLong(count) >= atLeast));
    }

    /** The guest does not begin again, and does not stand still. */
    void requireGoesOn(String instance, long before) {
        steps.say("console", "it went on counting: " + before + " -> " + awaitCounter(instance, before + 1));
    }

    /** Every usage line rated so far. */
    List<JsonNode> usage(String instance) {
        List<JsonNode> lines = new ArrayList<>();
        String next = "/v1/usage?instanceId=" + instance + "&limit=" + PAGE;
        while (!next.isEmpty()) {
            JsonNode page = tenant.get(next);
            page.required("items").forEach(lines::add);
            next = page.path("next").asText("");
        }
        return lines;
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
