package org.xenopolis.planner.core;

import java.util.List;
import java.util.Locale;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostState;

/** The sentences of plans, for operators. */
final class Words {
    private Words() {}

    static String balanceReason(Board before, Host from, Host to, Thresholds thresholds) {
        return "%s is at %s; %s is at %s and stays below the threshold of %s with this guest."
                .formatted(
                        from.name(),
                        load(before, from),
                        to.name(),
                        load(before, to),
                        percent(thresholds.cpu()) + " CPU or " + percent(thresholds.allocation()) + " promised");
    }

    static String balanceIfSkipped(Board before, Host from) {
        return "%s stays at %s, unless other steps relieve it.".formatted(from.name(), load(before, from));
    }

    static String drainReason(Board before, Host from, Host to) {
        return "%s is to be empty; of the hosts that may take this guest, %s at %s suits best."
                .formatted(from.name(), to.name(), load(before, to));
    }

    static String drainIfSkipped(Host from) {
        return "The guest stays on %s, which cannot be taken out of service then.".formatted(from.name());
    }

    static String balanceSummary(Board before, Board after, List<Host> hot, int moves, Thresholds thresholds) {
        if (hot.isEmpty()) {
            return "No host is above %s CPU or %s promised; nothing to do."
                    .formatted(percent(thresholds.cpu()), percent(thresholds.allocation()));
        }
        long still = hot.stream().filter(host -> after.heat(host) > 1).count();
        String hottest = hot.getFirst().name() + " at " + load(before, hot.getFirst());
        if (moves == 0) {
            return "%s above the threshold, the hottest %s; no move would gain more than it costs."
                    .formatted(count(hot.size(), "host is", "hosts are"), hottest);
        }
        return "%s above the threshold, the hottest %s; %s, after which %s."
                .formatted(
                        count(hot.size(), "host is", "hosts are"),
                        hottest,
                        count(moves, "move", "moves"),
                        still == 0 ? "none is" : count((int) still, "still is", "still are"));
    }

    static String drainSummary(Host host, int moves, List<Stuck> stuck) {
        String summary = "%s leave %s"
                .formatted(moves == 1 ? "1 guest can" : moves + " guests can", host.name())
                .concat(
                        stuck.isEmpty()
                                ? ", which is empty then."
                                : "; %s.".formatted(count(stuck.size(), "guest stays", "guests stay")));
        return host.state() == HostState.UP
                ? summary + " Cordon it first, or new guests may arrive meanwhile."
                : summary;
    }

    private static String load(Board board, Host host) {
        return percent(board.cpu(host)) + " CPU and " + percent(board.memory(host)) + " memory";
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.0f %%", fraction * 100);
    }

    private static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
