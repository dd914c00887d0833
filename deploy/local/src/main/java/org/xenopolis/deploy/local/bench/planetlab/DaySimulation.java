package org.xenopolis.deploy.local.bench.planetlab;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Runs a policy over one day: every five minutes it sees the fleet and says who moves. */
final class DaySimulation {
    static final double TICK_SECONDS = 300;
    private static final double DAY_SECONDS = 86_400;
    /** Guests are there from the first moment, and ask for CPU from here on. */
    private static final double FIRST_SECOND = 0.1;
    /** Half of a gigabit link carries migrations. */
    private static final double MIB_PER_SECOND = 62.5;

    private static final double JOULES_PER_KWH = 3_600_000;

    private final DayFleet fleet;
    private final Policy policy;
    private double last;
    private double joules;
    private int moves;

    DaySimulation(DayFleet fleet, Policy policy) {
        this.fleet = fleet;
        this.policy = policy;
    }

    /** Under way to a host. */
    private record Transfer(DayGuest guest, DayHost to, double arrives) {}

    DayResult run() {
        // Every tick is the one before and five minutes: the sums of the traces' times are those of the given results.
        for (double now = FIRST_SECOND + TICK_SECONDS; now <= DAY_SECONDS; now += TICK_SECONDS) {
            update(now);
            List<Transfer> transfers = new ArrayList<>();
            for (Move move : policy.decide(fleet)) {
                transfers.add(start(move, now));
            }
            transfers.sort(Comparator.comparingDouble(Transfer::arrives));
            for (int i = 0; i < transfers.size(); i++) {
                finish(transfers.get(i));
                if (i + 1 == transfers.size() || transfers.get(i + 1).arrives() > last) {
                    refresh(last);
                }
            }
        }
        return DayResult.of(fleet, joules / JOULES_PER_KWH, moves);
    }

    private Transfer start(Move move, double now) {
        DayGuest guest = move.guest();
        guest.moving = true;
        move.to().arriving.add(guest);
        move.to().guests.add(guest);
        moves++;
        move.to().update(now);
        Objects.requireNonNull(guest.at).update(now);
        return new Transfer(guest, move.to(), now + guest.memoryMib / MIB_PER_SECOND);
    }

    private void finish(Transfer transfer) {
        if (transfer.arrives() > last) {
            update(transfer.arrives());
        }
        DayGuest guest = transfer.guest();
        Objects.requireNonNull(guest.at).guests.remove(guest);
        transfer.to().arriving.remove(guest);
        transfer.to().guests.remove(guest);
        transfer.to().guests.add(guest);
        guest.at = transfer.to();
        guest.moving = false;
    }

    private void update(double now) {
        boolean tick = (now - FIRST_SECOND) % TICK_SECONDS == 0;
        for (DayGuest guest : fleet.guests()) {
            if (guest.at != null) {
                double share = guest.share(now);
                guest.asks = share * guest.mips;
                if (tick) {
                    guest.remember(share);
                }
            }
        }
        double seconds = now - last;
        for (DayHost host : fleet.hosts()) {
            host.update(now);
            joules += host.joules(seconds);
        }
        last = now;
        end();
    }

    private void refresh(double now) {
        fleet.hosts().forEach(host -> host.update(now));
        end();
    }

    /** A guest that asks for nothing has ended. */
    private void end() {
        for (DayHost host : fleet.hosts()) {
            host.guests.removeIf(guest -> {
                boolean ended = !guest.moving && guest.asks == 0;
                if (ended) {
                    guest.at = null;
                }
                return ended;
            });
        }
    }
}
