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
    private final CloudApi operator;
    private final Lab lab;
    private final Path guestFiles;
    private final PrintStream out;

    public LabStory(CloudApi tenant, CloudApi operator, Lab lab, Path guestFiles, PrintStream out) {
        this.tenant = tenant;
        this.operator = operator;
        this.lab = lab;
        this.guestFiles = guestFiles;
        this.out = out;
    }

    /** @return whether all went as it should */
    public boolean run() {
        String image = importImage();
        String guest = create(image);
        long booted = awaitCounter(guest, 3);
        say("console", "the guest counts: " + booted);
        act(guest, "suspend");
        act(guest, "resume");
        long resumed = awaitCounter(guest, booted + 1);
        say("console", "it went on counting: " + booted + " -> " + resumed);
        boolean alone = migrate(guest);
        act(guest, "stop");
        delete(guest);
        return alone;
    }

    private String importImage() {
        JsonNode image = tenant.post("/v1/images", Map.of("name", "debian-cloud-kernel", "kind", "KERNEL_RAMDISK"));
        String id = image.required("id").asText();
        tenant.upload("/v1/images/" + id + "/parts/kernel", guestFiles.resolve("vmlinuz"));
        tenant.upload("/v1/images/" + id + "/parts/ramdisk", guestFiles.resolve("initrd.img"));
        long deadline = System.nanoTime() + STEP_MAX.toNanos();
        while (!tenant.get("/v1/images/" + id).required("state").asText().equals("READY")) {
            require(System.nanoTime() < deadline, "the image did not get READY");
            Pause.millis(100);
        }
        say("image", "READY");
        return id;
    }

    private String create(String image) {
        long start = System.nanoTime();
        JsonNode accepted = tenant.post(
                "/v1/instances", Map.of("name", "lab", "imageId", image, "vcpus", 1, "memoryMiB", 128, "diskMiB", 64));
        String id = accepted.required("instance").required("id").asText();
        Operations.await(tenant, "/v1/operations/", accepted, STEP_MAX);
        say("create", "RUNNING on " + host(id) + " after " + seconds(start));
        return id;
    }

    private void act(String instance, String action) {
        long start = System.nanoTime();
        JsonNode accepted = tenant.post("/v1/instances/" + instance + "/actions/" + action, Map.of());
        Operations.await(tenant, "/v1/operations/", accepted, STEP_MAX);
        say(action, "done after " + seconds(start));
    }

    private boolean migrate(String instance) {
        long start = System.nanoTime();
        long before = awaitCounter(instance, 0);
        String from = host(instance);
        CopyWatch watch = new CopyWatch(lab, instance);
        JsonNode operation;
        try (watch) {
            JsonNode accepted = operator.post("/operator/v1/instances/" + instance + "/migrate", Map.of());
            operation = Operations.await(operator, "/operator/v1/operations/", accepted, STEP_MAX);
        }
        String to = host(instance);
        require(!from.equals(to), "the guest is where it was: " + from);
        say("live migration", from + " -> " + to + " after " + seconds(start) + " " + operation.path("result"));
        long after = awaitCounter(instance, before + 1);
        say("console", "it went on counting: " + before + " -> " + after);
        Optional<String> twice = watch.twice();
        say(
                "copies",
                twice.orElse("never two, in " + watch.looks() + " looks at "
                        + lab.settings().hosts() + " hosts"));
        return twice.isEmpty();
    }

    private void delete(String instance) {
        Operations.await(tenant, "/v1/operations/", tenant.delete("/v1/instances/" + instance), STEP_MAX);
        say("delete", "done");
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

    private String host(String instance) {
        String id = operator.get("/operator/v1/instances/" + instance)
                .required("hostId")
                .asText();
        return operator.get("/operator/v1/hosts/" + id).required("name").asText();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    private static String seconds(long startNanos) {
        return Math.round((System.nanoTime() - startNanos) / 1e8) / 10.0 + " s";
    }

    private void say(String step, String text) {
        out.printf("%-18s %s%n", step, text);
    }
}
