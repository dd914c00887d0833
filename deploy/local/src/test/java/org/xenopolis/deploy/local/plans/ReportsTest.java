package org.xenopolis.deploy.local.plans;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the reports say of the API's answers, each cut to what they read. */
class ReportsTest {
    private static final Hosts HOSTS = new Hosts(json("""
            [{"id": "a", "name": "xen1", "zone": "east"}, {"id": "b", "name": "xen2", "zone": "east"},
             {"id": "c", "name": "xen3", "zone": "west"}]
            """).valueStream().toList());
    private static final String PLAN = """
            {"id": "p", "goal": "MAINTENANCE", "state": "PROPOSED", "hash": "0123456789abcdef", "summary": "Two moves.",
             "createdAt": "2026-01-01T00:00:00Z", "expiresAt": "2026-01-01T00:10:00Z", "hostIds": ["a"],
             "makespanMillis": 20000, "busiestNicMillis": 18000, "currency": "EUR", "predictedCostMicros": 1500,
             "forecast": {"horizonMinutes": 60, "guests": 2, "guestsWithHistory": 1, "maeCores": 0.05, "mape": 0.12},
             "benefit": {"excessBefore": 0.3, "excessAfter": 0, "spreadBefore": 0.2, "spreadAfter": 0.1,
               "emptyHostsBefore": 0, "emptyHostsAfter": 1, "bytes": 1610612736, "pauseMillis": 120, "gain": 1.2, "price": 0.1},
             "hosts": [{"hostName": "xen1", "cpuBefore": 0.4, "cpuAfter": 0, "memoryBefore": 0.5, "memoryAfter": 0,
               "diskBefore": 0.1, "diskAfter": 0}],
             "phases": [{"number": 1, "hostIds": ["a"], "sentence": "xen1 is emptied."},
               {"number": 2, "hostIds": [], "sentence": "Guests go home."}],
             "releasedPhase": 1,
             "steps": [
               {"number": 2, "instanceId": "g", "fromHostId": "b", "toHostId": "a", "phase": 2, "after": [1],
                "predictedStartMillis": 0, "predictedCopyMillis": 9000, "predictedPauseMillis": 60, "predictedBytes": 5,
                "state": "WAITING", "forced": false, "reason": "home", "ifSkipped": "it stays away"},
               {"number": 1, "instanceId": "g", "fromHostId": "a", "toHostId": "b", "phase": 1, "after": [],
                "predictedStartMillis": 0, "predictedCopyMillis": 9000, "predictedPauseMillis": 60, "predictedBytes": 5,
                "state": "WAITING", "forced": true, "reason": "away", "ifSkipped": "xen1 is not empty",
                "actualCopyMillis": 9500, "actualPauseMillis": 70}],
             "stuck": [{"instanceId": "s", "reasons": [{"hosts": 2, "sentence": "not enough memory"}]}]}
            """;

    @Test
    void aPlanIsShownPhaseByPhaseWithWhatItIsWorthAndHowToApproveIt() {
        List<String> lines = new PlanReport(json(PLAN), HOSTS).lines(true);

        assertThat(lines)
                .contains(
                        "p  PROPOSED    MAINTENANCE=xen1 2 moves, made 2026-01-01T00:00:00Z",
                        "1.5 GiB copied, 120 ms of pauses, 20.0 s in all (the busiest network card: 18.0 s),"
                                + " 0.001500 EUR to the provider",
                        "xen1                 40 % -> 0 %      50 % -> 0 %                       10 % -> 0 %",
                        "phase 1, 9.1 s: xen1 is emptied.",
                        "   1 |" + "#".repeat(32) + "| g xen1 => xen2, 5 B in 9.0 s, pause 60 ms, by force",
                        "       why: away",
                        "phase 2, 9.1 s: Guests go home.",
                        "   2 |" + "#".repeat(32) + "| g xen2 => xen1, 5 B in 9.0 s, pause 60 ms, after 1",
                        "s stays:",
                        "  on 2 hosts: not enough memory",
                        "until 2026-01-01T00:10:00Z: ./xeno plans approve p --hash 0123456789ab [--skip N,…]");
        assertThat(new PlanReport(json(PLAN), HOSTS).lines(false)).noneMatch(line -> line.contains("why:"));
    }

    @Test
    void aPhaseIsServicedOnceItsMovesAreOverAndAnotherFollows() {
        ObjectNode plan = json(PLAN);
        assertThat(new PlanProgress(plan).serviced()).isZero();
        plan.put("state", "EXECUTING");
        assertThat(new PlanProgress(plan).serviced()).isZero();
        ObjectNode first = (ObjectNode) plan.required("steps").required(1);
        first.put("state", "MOVING");
        assertThat(new PlanProgress(plan).serviced()).isZero();
        first.put("state", "MOVED");
        assertThat(new PlanProgress(plan).serviced()).isEqualTo(1);
        plan.put("releasedPhase", 2);
        ((ObjectNode) plan.required("steps").required(0)).put("state", "MOVED");
        assertThat(new PlanProgress(plan).serviced()).isZero();
    }

    @Test
    void whatBecameOfAStepIsSaid() {
        ObjectNode step = (ObjectNode) json(PLAN).required("steps").required(1);
        assertThat(PlanReport.outcome(step.put("state", "MOVED"))).isEqualTo("MOVED in 9.5 s, paused 70 ms");
        assertThat(PlanReport.outcome(step.put("state", "MOVING"))).isEqualTo("MOVING");
        assertThat(PlanReport.outcome(step.put("state", "REFUSED").put("outcome", "its epoch has changed")))
                .isEqualTo("REFUSED: its epoch has changed");
    }

    @Test
    void theHottestHostsOfEachZoneComeFirst() {
        JsonNode forecast = json("""
                {"horizonMinutes": 60, "maeCores": 0.05, "mape": 0.12, "hosts": [
                 {"hostId": "a", "hostName": "xen1", "state": "UP", "cpuNow": 0.1, "cpuForecast": -1, "memory": 0.5},
                 {"hostId": "b", "hostName": "xen2", "state": "UP", "cpuNow": 0.9, "cpuForecast": 0.8, "memory": 0.2,
                  "network": 0.3, "disk": 0.4},
                 {"hostId": "c", "hostName": "xen3", "state": "DOWN", "cpuNow": -1, "cpuForecast": -1, "memory": 0}]}
                """);

        List<String> cpu = HeatReport.lines(forecast, HOSTS, HeatReport.Measure.CPU, 1);
        assertThat(cpu.getFirst()).isEqualTo("east: 2 hosts, 50 % on average");
        assertThat(cpu.get(2)).matches("xen2 +UP +\\|#{18}  \\| +90 % +80 % +20 % +30 % +40 %");
        assertThat(cpu.get(3)).isEqualTo("… and 1 host less hot (--top N shows more)");
        assertThat(cpu).anyMatch(line -> line.matches("xen3 +DOWN +\\| {20}\\| +- +- +0 % +- +-"));
        assertThat(HeatReport.lines(forecast, HOSTS, HeatReport.Measure.MEMORY, 9)
                        .get(2))
                .startsWith("xen1");
    }

    @Test
    void regretIsForetoldAgainstSeen() {
        assertThat(RegretReport.lines(json("""
                {"worthIt": false, "benefitKept": 0.25, "copyFactor": 1.5, "pauseFactor": 0.5, "excessWithout": 0.4,
                 "excessExpected": 0, "excessSeen": 0.3,
                 "hosts": [{"hostName": "xen1", "cpuBefore": 0.9, "cpuExpected": 0.5, "cpuSeen": 0.8},
                           {"hostName": "xen2", "cpuBefore": 0.1, "cpuExpected": 0.5}],
                 "steps": [{"number": 1, "instanceId": "g", "predictedCopyMillis": 1000, "actualCopyMillis": 1500,
                   "predictedPauseMillis": 100, "actualPauseMillis": 50, "predictedBytes": 1024, "actualBytes": 2048}]}
                """)))
                .containsExactly(
                        "not worth it: 25 % of the benefit foretold was kept; copies took 1.50 times, pauses 0.50 times"
                                + " what was foretold",
                        "over thresholds: 0.40 without the plan, 0.00 foretold with it, 0.30 seen",
                        "xen1                 CPU 90 % before, 50 % foretold, 80 % seen",
                        "xen2                 CPU 10 % before, 50 % foretold, not heard of since",
                        "   1 g copied 2.0 KiB in 1.5 s (foretold: 1.0 KiB in 1.0 s), paused 50 ms (100 ms)");
    }

    @SuppressWarnings("unchecked")
    private static <T extends JsonNode> T json(String text) {
        try {
            return (T) new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
