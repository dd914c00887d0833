package org.xenopolis.deploy.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenopolis.deploy.local.Xeno;
import org.xenopolis.deploy.local.api.Operations;

/** An operator at a terminal, on the real stack. */
class PlansIT {
    private static final Duration OPERATION_MAX = Duration.ofMinutes(1);

    @TempDir
    Path folder = Path.of("");

    private final Cloud cloud = Cloud.shared();
    private String instance = "";
    private String host = "";

    @BeforeEach
    void aGuestRuns() {
        JsonNode accepted =
                cloud.tenant().post("/v1/instances", SmallImage.instanceOf(SmallImage.importInto(cloud.tenant())));
        Operations.await(cloud.tenant(), "/v1/operations/", accepted, OPERATION_MAX);
        instance = accepted.required("instance").required("id").asText();
        host = host().required("name").asText();
    }

    @AfterEach
    void everythingThatEverHappenedWasRight() {
        new Judge(cloud).awaitRest();
        new Judge(cloud).assertHistory();
    }

    @Test
    void aHostIsEmptiedByPlan() throws Exception {
        String home = host().required("id").asText();
        assertThat(said(0, "heat", "--by", "memory")).contains(host, "forecast: ");

        JsonNode plan = new ObjectMapper().readTree(said(0, "propose", "drain=" + host, "--json"));
        String id = plan.required("id").asText();
        assertThat(said(0, "show", id, "--explain")).contains(instance + " " + host + " => ", "why: ", "--hash ");
        assertThat(said(1, "approve", id, "--hash", "0".repeat(64))).isEmpty();
        assertThat(said(
                        0,
                        "approve",
                        id,
                        "--hash",
                        plan.required("hash").asText().substring(0, 12),
                        "--wait"))
                .contains(instance + " " + host + " => ", "MOVED in ", "the plan is DONE");
        assertThat(host().required("id").asText()).isNotEqualTo(home);
        assertThat(said(0)).contains(id + "  DONE        DRAIN=" + host + " ");
        assertThat(new ObjectMapper().readTree(said(0, "--json")).findValuesAsText("id"))
                .contains(id);
        // Its hosts are watched for longer than a test waits.
        assertThat(said(1, "regret", id)).isEmpty();
        cloud.operator().post("/operator/v1/hosts/" + home + "/uncordon", Map.of());
    }

    @Test
    void maintenanceWaitsUntilSomebodySaysThatHostsAreBack() throws Exception {
        JsonNode plan = new ObjectMapper().readTree(said(0, "propose", "maintenance=" + host, "--json"));
        String id = plan.required("id").asText();
        String before = host;

        assertThat(said(0, "approve", id, "--hash", plan.required("hash").asText(), "--wait"))
                .contains("phase 1 is over", "./xeno plans continue " + id + " 1");
        assertThat(host().required("name").asText()).isNotEqualTo(before);
        assertThat(said(0, "continue", id, "1")).contains("the plan is EXECUTING");
        assertThat(said(0, "watch", id)).contains("the plan is DONE");
        assertThat(host().required("name").asText()).isEqualTo(before);
    }

    @Test
    void aPlanIsCancelledAndMadeAgain() throws Exception {
        JsonNode plan = new ObjectMapper().readTree(said(0, "propose", "drain=" + host, "--json"));
        String id = plan.required("id").asText();

        assertThat(said(0, "cancel", id)).contains("CANCELLED");
        assertThat(said(0, "replan", id)).contains(instance + " " + host + " => ");
        assertThat(said(1, "propose", "drain=nowhere")).isEmpty();
        assertThat(said(1, "show", "00000000-0000-7000-8000-000000000000")).isEmpty();
    }

    @Test
    void automationIsChangedAndTakenBack() {
        assertThat(said(0, "automation", "repair", "--mode", "manual", "--any-time"))
                .contains("REPAIR       MANUAL ", "; at any time");
        String before = said(0, "automation");
        assertThat(before).contains("BALANCE ", "CONSOLIDATE ", "REPAIR ");

        String changed = said(0, "automation", "repair", "--mode", "approve_small", "--window", "mon-tue/01:00-05:00");
        assertThat(changed).contains("REPAIR       APPROVE_SMALL ", "; mon,tue/01:00-05:00 UTC");
        said(0, "automation", "repair", "--mode", "manual", "--any-time");
        assertThat(said(0, "automation")).isEqualTo(before);
    }

    @Test
    void theFleetIsExportedAsTheOfflinePlannerReadsIt() throws Exception {
        Path fleet = folder.resolve("fleet.json");
        Path moved = folder.resolve("plan.json");

        Cloud.await("the agent has said what the guest's disk holds", () -> {
            said(0, "export", fleet.toString());
            try {
                return guest(new ObjectMapper().readTree(Files.readString(fleet)))
                        .has("diskHeldBytes");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(Xeno.run(
                        "plan", "--cluster", fleet.toString(), "--goal", "drain=" + host, "--out", moved.toString()))
                .isZero();
        assertThat(moved).content().contains("\"instanceId\" : \"" + instance + "\"");
    }

    private JsonNode guest(JsonNode fleet) {
        return fleet.required("guests")
                .valueStream()
                .filter(guest -> guest.required("id").asText().equals(instance))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode host() {
        String id = cloud.operator()
                .get("/operator/v1/instances/" + instance)
                .required("hostId")
                .asText();
        return cloud.operator().get("/operator/v1/hosts/" + id);
    }

    /** What {@code ./xeno plans …} says before it ends with that code. */
    private String said(int code, String... arguments) {
        PrintStream out = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            String state = cloud.stack().state().root().toString();
            int ended = Xeno.run(Stream.of(Stream.of("plans"), Stream.of(arguments), Stream.of("--state", state))
                    .flatMap(part -> part)
                    .toArray(String[]::new));
            assertThat(ended).isEqualTo(code);
        } finally {
            System.setOut(out);
        }
        return said.toString(StandardCharsets.UTF_8);
    }
}
