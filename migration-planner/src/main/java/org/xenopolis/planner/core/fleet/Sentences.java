package org.xenopolis.planner.core.fleet;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.xenopolis.cluster.Host;
import org.xenopolis.planner.core.Benefit;
import org.xenopolis.planner.core.HostChange;
import org.xenopolis.planner.core.Thresholds;

/** The sentences of plans, for operators. */
final class Sentences {
    private static final double MENTIONED = 0.5;

    private final Thresholds thresholds;

    Sentences(Thresholds thresholds) {
        this.thresholds = thresholds;
    }

    static String load(FleetCost cost, int host) {
        HostChange.Use use = cost.use(host);
        String load = percent(use.cpu()) + " CPU and " + percent(use.memory()) + " memory";
        return load + busy(use.network(), "network") + busy(use.disk(), "disk");
    }

    /** What is idle needs no mention. */
    private static String busy(OptionalDouble share, String of) {
        return share.orElse(0) < MENTIONED ? "" : " and " + percent(share.getAsDouble()) + " " + of;
    }

    String threshold() {
        return percent(thresholds.cpu()) + " CPU, "
                + percent(thresholds.allocation()) + " promised or " + percent(thresholds.traffic())
                + " of the network or the disks";
    }

    static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.0f %%", fraction * 100);
    }

    static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    static String numbers(List<Integer> numbers) {
        String all = numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return (numbers.size() == 1 ? "step " : "steps ") + all;
    }

    static String names(List<Host> hosts) {
        int shown = Math.min(3, hosts.size());
        String names = hosts.subList(0, shown).stream().map(Host::name).collect(Collectors.joining(", "));
        return shown == hosts.size() ? names : names + " and " + (hosts.size() - shown) + " more";
    }

    String balance(FleetCost before, FleetCost after, List<Integer> hot, int moves, Benefit benefit, Fleet fleet) {
        String spread = String.format(
                Locale.ROOT, "spread %.2f before, %.2f after", benefit.spreadBefore(), benefit.spreadAfter());
        if (hot.isEmpty()) {
            return moves == 0
                    ? "No host is above %s, and evening out gains less than it costs; nothing to do."
                            .formatted(threshold())
                    : "No host is above %s; %s even out the load (%s)."
                            .formatted(threshold(), count(moves, "move", "moves"), spread);
        }
        long still = hot.stream().filter(host -> after.heat(host) > 1).count();
        int hottest = hot.getFirst();
        String subject = count(hot.size(), "host is", "hosts are") + " above the threshold, the hottest "
                + fleet.hosts[hottest].name() + " at " + load(before, hottest);
        return moves == 0
                ? subject + "; no move would gain more than it costs."
                : "%s; %s, after which %s."
                        .formatted(
                                subject,
                                count(moves, "move", "moves"),
                                still == 0 ? "none is" : count((int) still, "still is", "still are"));
    }

    static String drain(List<Host> hosts, int guests, int stuck) {
        String names = names(hosts);
        String summary = guests == 1 ? "1 guest can leave " + names : guests + " guests can leave " + names;
        summary += stuck == 0 ? ", empty then." : "; " + count(stuck, "guest stays", "guests stay") + ".";
        return hosts.stream().anyMatch(host -> host.state() == org.xenopolis.cluster.HostState.UP)
                ? summary + " Cordon it first, or new guests may arrive meanwhile."
                : summary;
    }

    static String consolidate(List<Host> emptied, int moves) {
        return emptied.isEmpty()
                ? "No host can be emptied without making others hot."
                : "%s can be emptied (%s) by %s."
                        .formatted(
                                count(emptied.size(), "host", "hosts"), names(emptied), count(moves, "move", "moves"));
    }

    static String repair(int conflictsBefore, int conflictsAfter, int failures, Benefit benefit, int moves) {
        if (conflictsBefore == 0 && benefit.cannotFailBefore() == 0) {
            return "All groups are as asked, and %s; nothing to do."
                    .formatted(failures == 1 ? "every host may fail" : "any " + failures + " hosts may fail at once");
        }
        return "Guests of broken groups: %d before, %d after; hosts whose guests would not fit elsewhere%s: %d before, %d after; %s."
                .formatted(
                        conflictsBefore,
                        conflictsAfter,
                        failures == 1 ? "" : " if " + (failures - 1) + " more failed with them",
                        benefit.cannotFailBefore(),
                        benefit.cannotFailAfter(),
                        count(moves, "move", "moves"));
    }
}
