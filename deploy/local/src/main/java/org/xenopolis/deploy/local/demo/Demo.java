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
    private final Steps steps;
    private final Path truthJournals;
    private final PrintStream out;

    /**
     * @param guestFiles vmlinuz, initrd.img and disk.raw as deploy/guest-image makes them
     * @param truthJournals what the simulated hypervisors wrote down, which no service can read
     */
    public Demo(CloudApi tenant, CloudApi operator, Path guestFiles, Path truthJournals, PrintStream out) {
        this.tenant = tenant;
        this.steps = new Steps(tenant, operator, guestFiles, STEP_MAX, out);
        this.truthJournals = truthJournals;
        this.out = out;
    }

    /** @return whether the invoice equals the truth */
    public boolean run() {
        String kernelImage = steps.kernelImage("AUTO");
        steps.diskImage("disk.raw", "AUTO");
        String keyPair = createKeyPair();
        quote();
        PrivateNetwork network = PrivateNetwork.make(tenant);
        String instance = createInstance(kernelImage, keyPair, network);
        readConsole(instance);
        letIn(instance, network);
        steps.act(instance, "stop", Map.of());
        steps.act(instance, "start", Map.of());
        steps.act(instance, "resize", Map.of("vcpus", 2, "memoryMiB", 512));
        steps.migrate(instance);
        steps.delete(instance);
        return invoice(instance);
    }

    private String createKeyPair() {
        JsonNode pair =
                tenant.post("/v1/keypairs", Map.of("name", "demo-" + System.nanoTime(), "publicKey", SshKey.fresh()));
        steps.say("key pair", pair.required("fingerprint").asText());
        return pair.required("id").asText();
    }

    private void quote() {
        JsonNode quote = tenant.post(
                "/v1/quotes", Map.of("vcpus", 1, "memoryMiB", 256, "diskMiB", 1024, "durationSeconds", 3600));
        steps.say(
                "quote for an hour", Amounts.money(quote.required("totalMicros").asLong(), currency(quote)));
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
            events.await(id, "RUNNING", STEP_MAX, line -> steps.say("event", line));
            steps.say("create", "RUNNING after " + Amounts.millisSince(start) + " ms");
            return id;
        }
    }

    private void readConsole(String instance) {
        long deadline = System.nanoTime() + STEP_MAX.toNanos();
        while (true) {
            String console = tenant.text("/v1/instances/" + instance + "/console", "text/plain");
            if (console.contains("login:")) {
                console.lines().limit(6).forEach(line -> steps.say("console", line));
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
        steps.say("security rule", "port " + WEB + " is open after " + Amounts.millisSince(start) + " ms");
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
}
