package org.xenopolis.host.simulator;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.host.simulator.record.Destroyed;
import org.xenopolis.host.simulator.record.SimRecord;
import org.xenopolis.host.simulator.record.Turned;

/** What ends on a host without anybody asking: guests by themselves or by the watch, dying domains for good. */
final class Endings {
    private Endings() {}

    /** @param event that says so */
    record Ending(long atNanos, SimRecord.Builder event) {}

    /** The first at or before that moment. */
    static @Nullable Ending next(Collection<SimulatedGuest> guests, long watchNanos, long settledNanos, long until) {
        Ending first = null;
        for (SimulatedGuest guest : guests) {
            Ending ending = of(guest, watchNanos, settledNanos);
            if (ending.atNanos() <= until && (first == null || ending.atNanos() < first.atNanos())) {
                first = ending;
            }
        }
        return first;
    }

    private static Ending of(SimulatedGuest guest, long watchNanos, long settledNanos) {
        if (guest.state() == DomainState.DYING) {
            return new Ending(
                    guest.goneAtNanos(),
                    SimRecord.newBuilder().setDestroyed(Destroyed.newBuilder().setDomid(guest.domid())));
        }
        long byItself = guest.endsAtNanos(settledNanos);
        boolean watched = guest.isWatched() && hasRun(guest.state());
        long byTheWatch = watched ? Math.max(watchNanos, settledNanos) : Long.MAX_VALUE;
        return byTheWatch <= byItself
                ? shutdown(guest, false, byTheWatch)
                : shutdown(guest, guest.endsInReboot(), byItself);
    }

    private static Ending shutdown(SimulatedGuest guest, boolean reboot, long atNanos) {
        return new Ending(
                atNanos,
                SimRecord.newBuilder()
                        .setTurned(Turned.newBuilder()
                                .setDomid(guest.domid())
                                .setState(DomainState.SHUTDOWN.name())
                                .setReboot(reboot)));
    }

    /** Whether a domain in this state has run here, and may again. */
    static boolean hasRun(DomainState state) {
        return switch (state) {
            case RUNNING, BLOCKED, PAUSED, SUSPENDED -> true;
            default -> false;
        };
    }
}
