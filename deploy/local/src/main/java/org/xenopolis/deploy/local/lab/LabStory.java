package org.xenopolis.deploy.local.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.xenopolis.deploy.local.api.CloudApi;
import org.xenopolis.deploy.local.api.Operations;
import org.xenopolis.deploy.local.api.Pause;
import org.xenopolis.deploy.local.demo.Amounts;
import org.xenopolis.deploy.local.demo.Steps;
import org.xenopolis.deploy.xenlab.Lab;

/**
 * A guest's life on real Xen hosts, through the public API alone: it boots, counts, is suspended and resumed, moves while
 * it counts, and is deleted. Whoever fails says at which step.
 */
public final class LabStory {
    /** Everything takes ten times longer in emulation. */
    private static final Duration STEP_MAX = Duration.ofMinutes(8);

    private static final Pattern COUNTER = Pattern.compile("counter (\\d+)");

    private final CloudApi tenant;
    private final Lab lab;
    private final Steps steps;

    public LabStory(CloudApi tenant, CloudApi operator, Lab lab, Path guestFiles, PrintStream out) {
        this.tenant = tenant;
        this.lab = lab;
        this.steps = new Steps(tenant, operator, guestFiles, STEP_MAX, out);
    }

    /** @return whether all went as it should */
    public boolean run() {
        String guest = create(steps.kernelImage());
        long booted = awaitCounter(guest, 3);
        steps.say("console", "the guest counts: " + booted);
        steps.act(guest, "suspend", Map.of());
        steps.act(guest, "resume", Map.of());
        sayCounted(booted, awaitCounter(guest, booted + 1));
        boolean alone = migrate(guest);
        steps.act(guest, "stop", Map.of());
        steps.delete(guest);
        return alone;
    }

    private String create(String image) {
        long start = System.nanoTime();
        JsonNode accepted = tenant.post(
                "/v1/instances", Map.of("name", "lab", "imageId", image, "vcpus", 1, "memoryMiB", 128, "diskMiB", 64));
        String id = accepted.required("instance").required("id").asText();
        Operations.await(tenant, "/v1/operations/", accepted, STEP_MAX);
        steps.say("create", "RUNNING after " + Amounts.millisSince(start) + " ms");
        return id;
    }

    private boolean migrate(String instance) {
        long before = awaitCounter(instance, 0);
        CopyWatch watch = new CopyWatch(lab, instance);
        try (watch) {
            steps.migrate(instance);
        }
        sayCounted(before, awaitCounter(instance, before + 1));
        Optional<String> twice = watch.twice();
        steps.say(
                "copies",
                twice.orElse("never two, in " + watch.looks() + " looks at "
                        + lab.settings().hosts() + " hosts"));
        return twice.isEmpty();
    }

    private void sayCounted(long before, long after) {
        steps.say("console", "it went on counting: " + before + " -> " + after);
    }

    /** The guest's last count so far, when it has come so far. */
    private long awaitCounter(String instance, long atLeast) {
        long deadline = System.nanoTime() + STEP_MAX.toNanos();
        while (true) {
            String console = tenant.text("/v1/instances/" + instance + "/console", "text/plain");
            long last = COUNTER.matcher(console)
                    .results()
                    .map(MatchResult::group)
                    .mapToLong(count -> Long.parseLong(count.substring("counter ".length())))
                    .reduce(-1, (first, second) -> second);
            if (last >= atLeast) {
                return last;
            }
            require(System.nanoTime() < deadline, "the guest counted to " + last + ", not to " + atLeast);
            Pause.millis(500);
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
