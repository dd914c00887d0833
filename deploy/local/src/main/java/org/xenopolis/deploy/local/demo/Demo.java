package org.xenopolis.deploy.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.xenopolis.deploy.local.api.CloudApi;
import org.xenopolis.deploy.local.api.Operations;
import org.xenopolis.deploy.local.api.Pause;

/** What a tenant (and, for the migration, an operator) does, one step a method, told on {@code out} as it happens. */
public final class Demo {
    private static final Duration STEP_MAX = Duration.ofMinutes(2);
    private static final int WEB = 80;
    private static final String CLOUD_CONFIG = """
            #cloud-config
            packages: [nginx]
            runcmd: [[systemctl, start, nginx]]
            """;

    private final CloudApi tenant;
    private final CloudApi operator;
    private final Path guestFiles;
    private final Path truthJournals;
    private final PrintStream out;

    /**
     * @param guestFiles vmlinuz, initrd.img and disk.raw as deploy/guest-image makes them
     * @param truthJournals what the simulated hypervisors wrote down, which no service can read
     */
    public Demo(CloudApi tenant, CloudApi operator, Path guestFiles, Path truthJournals, PrintStream out) {
        this.tenant = tenant;
        this.operator = operator;
        this.guestFiles = guestFiles;
        this.truthJournals = truthJournals;
        this.out = out;
    }

    /** @return whether the invoice equals the truth */
    public boolean run() {
        String kernelImage = importKernelImage();
        importDiskImage();
        String keyPair = createKeyPair();
        quote();
        PrivateNetwork network = PrivateNetwork.make(tenant);
        String instance = createInstance(kernelImage, keyPair, network);
        readConsole(instance);
        letIn(instance, network);
        act(instance, "stop", Map.of());
        act(instance, "start", Map.of());
        act(instance, "resize", Map.of("vcpus", 2, "memoryMiB", 512));
        migrate(instance);
        delete(instance);
        return invoice(instance);
    }

    private String importKernelImage() {
        JsonNode image = tenant.post("/v1/images", Map.of("name", "debian-cloud-kernel", "kind", "KERNEL_RAMDISK"));
        String id = image.required("id").asText();
        tenant.upload("/v1/images/" + id + "/parts/kernel", guestFiles.resolve("vmlinuz"));
        tenant.upload("/v1/images/" + id + "/parts/ramdisk", guestFiles.resolve("initrd.img"));
        awaitReady(id, "image (Debian cloud kernel + busybox initramfs)");
        return id;
    }

    private void importDiskImage() {
        JsonNode image = tenant.post("/v1/images", Map.of("name", "debian-disk", "kind", "DISK"));
        String id = image.required("id").asText();
        tenant.upload("/v1/images/" + id + "/parts/disk", guestFiles.resolve("disk.raw"));
        awaitReady(id, "image (raw disk)");
    }

    private void awaitReady(String image, String what) {
        long deadline = System.nanoTime() + STEP_MAX.toNanos();
        while (true) {
            JsonNode seen = tenant.get("/v1/images/" + image);
            String state = seen.required("state").asText();
            if (state.equals("READY")) {
                say(what, "READY " + seen.required("manifestDigest").asText());
                return;
            }
            if (state.equals("REJECTED") || System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        what + " is " + state + " " + seen.path("rejection").asText());
            }
            Pause.millis(50);
        }
    }

    private String createKeyPair() {
        JsonNode pair =
                tenant.post("/v1/keypairs", Map.of("name", "demo-" + System.nanoTime(), "publicKey", SshKey.fresh()));
        say("key pair", pair.required("fingerprint").asText());
        return pair.required("id").asText();
    }

    private void quote() {
        JsonNode quote = tenant.post(
                "/v1/quotes", Map.of("vcpus", 1, "memoryMiB", 256, "diskMiB", 1024, "durationSeconds", 3600));
        say("quote for an hour", Amounts.money(quote.required("totalMicros").asLong(), currency(quote)));
    }

    private String createInstance(String image, String keyPair, PrivateNetwork network) {
        long start = System.nanoTime();
        try (EventTail events = EventTail.open(tenant)) {
            JsonNode accepted = tenant.post(
                    "/v1/instances",
                    Map.of(
                            "name",
                            "demo",
                            "imageId",
                            image,
                            "vcpus",
                            1,
                            "memoryMiB",
                            256,
                            "diskMiB",
                            1024,
                            "networks",
                            List.of(network.card()),
                            "keyPairIds",
                            List.of(keyPair),
                            "userData",
                            Base64.getEncoder().encodeToString(CLOUD_CONFIG.getBytes(StandardCharsets.UTF_8))));
            String id = accepted.required("instance").required("id").asText();
            events.await(id, "RUNNING", STEP_MAX, line -> say("event", line));
            say("create", "RUNNING after " + Amounts.millisSince(start) + " ms");
            return id;
        }
    }

    private void readConsole(String instance) {
        long deadline = System.nanoTime() + STEP_MAX.toNanos();
        while (true) {
            String console = tenant.text("/v1/instances/" + instance + "/console", "text/plain");
            if (console.contains("login:")) {
                console.lines().limit(6).forEach(line -> say("console", line));
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the console shows no login prompt: " + console);
            }
            Pause.millis(100);
        }
    }

    private void letIn(String instance, PrivateNetwork network) {
        long start = System.nanoTime();
        network.letIn(WEB);
        while (!PrivateNetwork.isLetIn(truthJournals, instance, WEB)) {
            if (System.nanoTime() - start > STEP_MAX.toNanos()) {
                throw new IllegalStateException("the rule for port " + WEB + " did not reach the running guest");
            }
            Pause.millis(50);
        }
        say("security rule", "port " + WEB + " is open after " + Amounts.millisSince(start) + " ms");
    }

    private void act(String instance, String action, Map<String, ?> body) {
        long start = System.nanoTime();
        JsonNode accepted = tenant.post("/v1/instances/" + instance + "/actions/" + action, body);
        Operations.await(tenant, "/v1/operations/", accepted, STEP_MAX);
        say(action, "done after " + Amounts.millisSince(start) + " ms");
    }

    private void migrate(String instance) {
        String from = host(instance);
        JsonNode accepted = operator.post("/operator/v1/instances/" + instance + "/migrate", Map.of());
        JsonNode operation = Operations.await(operator, "/operator/v1/operations/", accepted, STEP_MAX);
        String to = host(instance);
        if (from.equals(to)) {
            throw new IllegalStateException("the migration ended and the guest is where it was: " + from);
        }
        say("live migration", from + " -> " + to + " " + operation.path("result"));
    }

    private String host(String instance) {
        return operator.get("/operator/v1/instances/" + instance)
                .required("hostId")
                .asText();
    }

    private void delete(String instance) {
        Operations.await(tenant, "/v1/operations/", tenant.delete("/v1/instances/" + instance), STEP_MAX);
        say("delete", "done");
    }

    private boolean invoice(String instance) {
        Truth truth = Truth.read(truthJournals, instance);
        Comparison awaited = awaitRated(instance, truth);
        JsonNode invoice = tenant.post("/v1/invoices", Map.of());
        Comparison comparison = Comparison.of(invoice, instance, truth);
        out.println();
        out.println("Invoice " + invoice.required("number").asText() + ", "
                + invoice.required("usageLines").asInt() + " usage lines, hash "
                + invoice.required("linesHash").asText());
        comparison.print(out);
        String id = invoice.required("id").asText();
        JsonNode verification = tenant.get("/v1/invoices/" + id + "/verification");
        boolean derivable = verification.required("matches").asBoolean();
        out.println("derived again from the stored lines: " + (derivable ? "the same" : "DIFFERS " + verification));
        out.println(comparison.equal() ? "The invoice equals the truth." : "THE INVOICE DIFFERS FROM THE TRUTH.");
        return awaited.equal() && comparison.equal() && derivable;
    }

    /** Usage arrives a moment after it was measured; what is not rated when the time is over counts as a difference. */
    private Comparison awaitRated(String instance, Truth truth) {
        long deadline = System.nanoTime() + STEP_MAX.toNanos();
        while (true) {
            Comparison seen = Comparison.of(tenant.get("/v1/statement"), instance, truth);
            if (seen.equal() || System.nanoTime() > deadline) {
                return seen;
            }
            Pause.millis(200);
        }
    }

    private static String currency(JsonNode node) {
        return node.required("currency").asText();
    }

    private void say(String step, String text) {
        out.printf("%-18s %s%n", step, text);
    }
}
