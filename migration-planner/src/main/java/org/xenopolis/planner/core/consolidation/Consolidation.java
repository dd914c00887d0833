package org.xenopolis.planner.core.consolidation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.xenopolis.planner.core.model.Guard;
import org.xenopolis.planner.core.schedule.Shift;

/**
 * Decides tick by tick who moves: away from hosts that are about to run short, and away from hosts that are worth
 * switching off. A host is filled up to a bound and relieved only beyond a farther one, moves must pay for themselves
 * within a horizon, and who has moved rests.
 */
public final class Consolidation {
    private final FleetHosts hosts;
    private final Guard guard;
    private final ConsolidationSettings settings;
    private final LoadForecast forecast;
    private final int[] restsUntil;
    private final List<Shift> moves = new ArrayList<>();
    private int tick;

    private int[] at = {};
    private HostLoad load;

    /**
     * @param guard what else a host needs to take a guest: memory, affinity, features; asked and told of every move
     */
    public Consolidation(FleetHosts hosts, int guests, Guard guard, ConsolidationSettings settings) {
        this.hosts = hosts;
        this.guard = guard;
        this.settings = settings;
        this.forecast = new LoadForecast(guests, settings.memoryTicks(), settings.recentTicks());
        this.restsUntil = new int[guests];
        this.load = new HostLoad(hosts, forecast, at);
    }

    /**
     * @param where host of each guest; −1 for those that are gone
     * @param loads what each guest asks for now
     */
    public List<Shift> decide(int[] where, double[] loads) {
        tick++;
        at = where.clone();
        for (int guest = 0; guest < at.length; guest++) {
            if (at[guest] >= 0) {
                forecast.observe(guest, loads[guest]);
            }
        }
        load = new HostLoad(hosts, forecast, at);
        moves.clear();
        boolean[] closed = relieve();
        empty(closed);
        return List.copyOf(moves);
    }

    private boolean[] relieve() {
        boolean[] isShort = new boolean[hosts.count()];
        for (int host = 0; host < isShort.length; host++) {
            isShort[host] = load.guests(host) > 0 && load.isShort(host, settings.alarm());
        }
        for (int host = 0; host < isShort.length; host++) {
            boolean helped = isShort[host];
            while (helped && load.isShort(host, settings.alarm())) {
                helped = sendOneAway(host, isShort);
            }
        }
        return isShort;
    }

    /** The guest with the most of the load goes that another host takes: fewest moves. */
    private boolean sendOneAway(int host, boolean[] isShort) {
        for (int guest : guestsOf(host)) {
            int to = tick < restsUntil[guest] ? -1 : bestFit(guest, host, isShort, true);
            if (to >= 0) {
                move(guest, to);
                return true;
            }
        }
        return false;
    }

    /** Those first that would be paid for most in vain. */
    private void empty(boolean[] closed) {
        int[] order = IntStream.range(0, hosts.count())
                .filter(host -> load.guests(host) > 0 && !closed[host])
                .boxed()
                .sorted(Comparator.comparingDouble(
                        host -> -hosts.wattsPerUnit(host) * (hosts.capacity()[host] - load.mean(host))))
                .mapToInt(Integer::intValue)
                .toArray();
        boolean[] kept = closed.clone();
        boolean[] shut = closed.clone();
        for (int host : order) {
            double saved = hosts.idleWatts()[host] * settings.horizonSeconds();
            if (!kept[host] && saved >= settings.joulesPerMove() * load.guests(host)) {
                tryToEmpty(host, shut, kept);
            }
        }
    }

    private void tryToEmpty(int host, boolean[] shut, boolean[] kept) {
        int first = moves.size();
        shut[host] = true;
        for (int guest : guestsOf(host)) {
            int to = tick < restsUntil[guest] ? -1 : bestFit(guest, host, shut, false);
            if (to < 0) {
                undo(first);
                shut[host] = false;
                return;
            }
            move(guest, to);
        }
        moves.subList(first, moves.size()).forEach(move -> kept[move.to()] = true);
    }

    private void undo(int first) {
        while (moves.size() > first) {
            Shift last = moves.removeLast();
            guard.move(last.item(), last.from());
            load.move(last.item(), last.to(), last.from());
            at[last.item()] = last.from();
            restsUntil[last.item()] = 0;
        }
    }

    private void move(int guest, int to) {
        moves.add(new Shift(guest, at[guest], to));
        guard.move(guest, to);
        load.move(guest, at[guest], to);
        at[guest] = to;
        restsUntil[guest] = tick + settings.restTicks();
    }

    /** The guests of a host, those with the most load first. */
    private int[] guestsOf(int host) {
        return IntStream.range(0, at.length)
                .filter(guest -> at[guest] == host)
                .boxed()
                .sorted(Comparator.comparingDouble(guest -> -forecast.mean(guest)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /**
     * Of the hosts that cost least power by what they can do, the one that is left with the least room; only to relieve
     * another one may a host be switched on.
     */
    private int bestFit(int guest, int from, boolean[] closed, boolean mayStart) {
        int found = -1;
        for (int host = 0; host < hosts.count(); host++) {
            boolean open = host != from && !closed[host] && (mayStart || load.guests(host) > 0);
            if (open
                    && load.slackWith(host, guest, settings.fill()) >= 0
                    && (found < 0 || isBetter(host, found, guest))
                    && guard.admits(guest, host)) {
                found = host;
            }
        }
        return found;
    }

    private boolean isBetter(int host, int than, int guest) {
        boolean starts = load.guests(host) == 0;
        if (starts != (load.guests(than) == 0)) {
            return !starts;
        }
        int byPower = Double.compare(hosts.wattsPerUnit(host), hosts.wattsPerUnit(than));
        return byPower < 0
                || byPower == 0
                        && load.slackWith(host, guest, settings.fill()) < load.slackWith(than, guest, settings.fill());
    }
}
