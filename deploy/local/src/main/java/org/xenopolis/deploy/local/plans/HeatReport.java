package org.xenopolis.deploy.local.plans;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The fleet's heat on a terminal: each zone, its hottest hosts first. */
final class HeatReport {
    private static final String ROW = "%-20s %-10s |%s| %6s %9s %7s %8s %6s";
    private static final int WIDTH = 20;

    /** What hosts are ordered by; shares of what a host has. */
    enum Measure {
        CPU("cpuNow"),
        FORECAST("cpuForecast"),
        MEMORY("memory"),
        NETWORK("network"),
        DISK("disk");

        private final String field;

        Measure(String field) {
            this.field = field;
        }

        /** Below 0 where it is not known. */
        double of(JsonNode host) {
            return host.path(field).asDouble(-1);
        }

        private String said(JsonNode host) {
            return of(host) < 0 ? "-" : Words.percent(of(host));
        }
    }

    private HeatReport() {}

    /**
     * @param forecast as the API answers it
     * @param most hosts of each zone
     */
    static List<String> lines(JsonNode forecast, Hosts hosts, Measure by, int most) {
        Map<String, List<JsonNode>> zones = new TreeMap<>();
        forecast.required("hosts")
                .forEach(host -> zones.computeIfAbsent(
                                hosts.zone(host.required("hostId").asText()), any -> new ArrayList<>())
                        .add(host));
        List<String> lines = new ArrayList<>();
        zones.forEach((zone, its) -> zone(lines, zone, its, by, most));
        lines.add("forecast: %d min ahead; forecasts of guests were off by %s cores on average (%s)"
                .formatted(
                        forecast.required("horizonMinutes").asInt(),
                        Words.number(forecast.required("maeCores").asDouble()),
                        Words.percent(forecast.required("mape").asDouble())));
        return lines;
    }

    private static void zone(List<String> lines, String zone, List<JsonNode> hosts, Measure by, int most) {
        hosts.sort(Comparator.comparingDouble(by::of)
                .reversed()
                .thenComparing(host -> host.required("hostName").asText()));
        double mean = hosts.stream()
                .mapToDouble(by::of)
                .filter(share -> share >= 0)
                .average()
                .orElse(0);
        lines.add("%s: %s, %s on average".formatted(zone, Words.many(hosts.size(), "host"), Words.percent(mean)));
        String measure = by.name().toLowerCase(Locale.ROOT);
        lines.add(ROW.formatted(
                "HOST",
                "STATE",
                (measure + " ".repeat(WIDTH)).substring(0, WIDTH),
                "CPU",
                "FORECAST",
                "MEMORY",
                "NETWORK",
                "DISK"));
        hosts.stream().limit(most).map(host -> row(host, by)).forEach(lines::add);
        if (hosts.size() > most) {
            lines.add("… and %s less hot (--top N shows more)".formatted(Words.many(hosts.size() - most, "host")));
        }
        lines.add("");
    }

    private static String row(JsonNode host, Measure by) {
        double share = by.of(host);
        return ROW.formatted(
                host.required("hostName").asText(),
                host.required("state").asText(),
                share <= 0 ? " ".repeat(WIDTH) : Words.bar(0, share, WIDTH),
                Measure.CPU.said(host),
                Measure.FORECAST.said(host),
                Measure.MEMORY.said(host),
                Measure.NETWORK.said(host),
                Measure.DISK.said(host));
    }
}
