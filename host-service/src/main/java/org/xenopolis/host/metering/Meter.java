package org.xenopolis.host.metering;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.HostId;
import org.xenopolis.host.core.Counters;
import org.xenopolis.host.core.MeterPoint;
import org.xenopolis.host.core.Reading;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.journal.JournalState;
import org.xenopolis.host.journal.record.GuestRecord;
import org.xenopolis.host.journal.record.JournalRecord;
import org.xenopolis.host.journal.record.OpenLineRecord;

/**
 * Turns what the hypervisor shows into usage lines. Every domain of ours that has run has an open line in the journal; one
 * in a state that is not billed only keeps the counters. Whatever changed while nobody looked is
 * put where the hypervisor says that it happened, so a restart of the agent leaves no gap and no overlap.
 */
public final class Meter {
    private final HostId host;
    private final Wall wall;

    public Meter(HostId host, Wall wall) {
        this.host = host;
        this.wall = wall;
    }

    /** Adds to the step: the instance's line follows what its domain is now. */
    public void follow(JournalState state, JournalRecord.Builder into, GuestRecord guest, Seen seen) {
        if (!hasRun(seen.reading().state())) {
            return;
        }
        OpenLineRecord next = line(guest, seen);
        OpenLineRecord open = state.openLine(guest.getInstanceId());
        LineWriter writer = new LineWriter(host, state, into, wall);
        if (open == null) {
            writer.open(writer.from(next.toBuilder(), firstPoint(seen.reading())));
        } else if (!isSameLife(open, next)) {
            MeterPoint first = firstPoint(seen.reading());
            // A disk was all there was until now. Of a domain whose end nobody saw, nothing more can be said.
            long end = open.getDomid() == 0 ? first.atNanos() : open.getStartMonotonicNanos();
            MeterPoint start = LineWriter.start(open);
            writer.turn(
                    open,
                    new MeterPoint(Math.max(start.atNanos(), end), start.counters()),
                    writer.from(next.toBuilder(), first),
                    false);
        } else if (!isSameLine(open, next)) {
            MeterPoint change = change(open, next, seen);
            OpenLineRecord line = writer.from(next.toBuilder(), change);
            if (mayLeave(seen.reading().state())) {
                writer.hold(open, change, line);
            } else {
                writer.turn(open, change, line, false);
            }
        }
    }

    /** Whether a domain that stands still like this may be on its way to another host, or gone there. */
    private static boolean mayLeave(DomainState state) {
        return state == DomainState.SUSPENDED || state == DomainState.MIGRATED_AWAY;
    }

    /** A domain that was built or received and never let run is nobody's to pay yet. */
    private static boolean hasRun(DomainState state) {
        return state != DomainState.BUILDING && state != DomainState.INCOMING;
    }

    /** Adds to the step: the domain ended, and was last seen so; what remains of the instance is its disk, or nothing. */
    public void ended(
            JournalState state,
            JournalRecord.Builder into,
            GuestRecord guest,
            Seen seen,
            DomainState rest,
            long restDiskBytes) {
        OpenLineRecord open = state.openLine(guest.getInstanceId());
        if (open == null || open.getDomid() != seen.domain().domid()) {
            return;
        }
        LineWriter writer = new LineWriter(host, state, into, wall);
        MeterPoint end = endPoint(open, seen.reading());
        if (restDiskBytes == 0) {
            writer.end(open, end);
        } else {
            writer.turn(open, end, writer.from(diskOnly(open, rest, restDiskBytes), atZero(end)), true);
        }
    }

    /** Adds to the step: the instance has nothing on this host from that moment on. */
    public void gone(JournalState state, JournalRecord.Builder into, String instance, long atNanos) {
        OpenLineRecord open = state.openLine(instance);
        if (open != null) {
            MeterPoint start = LineWriter.start(open);
            new LineWriter(host, state, into, wall)
                    .end(open, new MeterPoint(Math.max(start.atNanos(), atNanos), start.counters()));
        }
    }

    /** Adds to the step: a stopped instance's disk has another size from that moment on. */
    public void diskResized(
            JournalState state, JournalRecord.Builder into, String instance, long diskBytes, long atNanos) {
        OpenLineRecord open = state.openLine(instance);
        if (open != null && open.getDomid() == 0 && open.getDiskBytes() != diskBytes) {
            LineWriter writer = new LineWriter(host, state, into, wall);
            MeterPoint at = new MeterPoint(atNanos, Counters.ZERO);
            writer.turn(open, at, writer.from(open.toBuilder().setDiskBytes(diskBytes), at), false);
        }
    }

    /** Adds to the step: the host has booted since, and lost its domains; the disks are as they were. */
    public void rebooted(JournalState state, JournalRecord.Builder into, String bootId, long bootedAtNanos) {
        LineWriter writer = new LineWriter(host, state, into, wall);
        MeterPoint booted = new MeterPoint(bootedAtNanos, Counters.ZERO);
        for (OpenLineRecord open : state.openLines()) {
            if (open.getBootId().equals(bootId)) {
                continue;
            }
            MeterPoint end = LineWriter.start(open);
            if (open.getState().equals(DomainState.MIGRATED_AWAY.name())) {
                writer.end(open, end);
            } else if (open.hasHeld()) {
                // The domain has ended with the boot, and used nothing after it stood still.
                writer.turn(open, end, diskFrom(writer, open, bootId, booted), true);
            } else {
                writer.open(diskFrom(writer, open, bootId, booted));
            }
        }
    }

    private static OpenLineRecord diskFrom(LineWriter writer, OpenLineRecord open, String bootId, MeterPoint booted) {
        return writer.from(
                diskOnly(open, DomainState.SHUTDOWN, open.getDiskBytes()).setBootId(bootId), booted);
    }

    /**
     * One interval is over: every billed line ends where its domain was just seen, and goes on.
     *
     * @param domains seen after that moment
     * @param isBusy whether somebody is at an instance: it may have changed already, and whoever changed it is about to end
     *     its line where that was; ended later, that time would be billed twice
     */
    public JournalRecord interval(JournalState state, List<Domain> domains, long nowNanos, Predicate<String> isBusy) {
        Map<Integer, Domain> byDomid = domains.stream()
                .collect(Collectors.toMap(Domain::domid, Function.identity(), (a, b) -> a, TreeMap::new));
        JournalRecord.Builder into = JournalRecord.newBuilder();
        LineWriter writer = new LineWriter(host, state, into, wall);
        for (OpenLineRecord open : state.openLines()) {
            if (isBusy.test(open.getInstanceId())) {
                continue;
            }
            MeterPoint now = open.getDomid() == 0
                    ? new MeterPoint(nowNanos, Counters.ZERO)
                    : unchangedPoint(open, byDomid.get(open.getDomid()));
            if (now != null && LineWriter.isBilled(open) && now.atNanos() > open.getStartMonotonicNanos()) {
                writer.turn(open, now, writer.from(open.toBuilder(), now), false);
            }
        }
        return into.build();
    }

    /** Null when the domain changed: then whoever changed it writes the line, or whoever finds it ended. */
    private static @Nullable MeterPoint unchangedPoint(OpenLineRecord open, @Nullable Domain domain) {
        if (domain == null
                || !open.getState().equals(stateName(domain.reading().state()))
                || open.getVcpus() != domain.vcpus().count()
                || open.getMemoryBytes() != domain.memory().bytes()) {
            return null;
        }
        return new MeterPoint(domain.reading().atNanos(), domain.reading().counters());
    }

    /** Where between the open line's beginning and the reading the change happened, and with which counters. */
    private static MeterPoint change(OpenLineRecord open, OpenLineRecord next, Seen seen) {
        Reading reading = seen.reading();
        MeterPoint start = LineWriter.start(open);
        boolean domainChanged = !open.getState().equals(next.getState())
                || open.getVcpus() != next.getVcpus()
                || open.getMemoryBytes() != next.getMemoryBytes();
        long at = Math.max(start.atNanos(), domainChanged ? reading.sinceNanos() : seen.diskSinceNanos());
        if (!DomainState.valueOf(open.getState()).isUnpaused()) {
            // Nothing is used by a domain that stands still.
            return new MeterPoint(at, start.counters());
        }
        if (!reading.state().isUnpaused()) {
            return new MeterPoint(at, reading.counters());
        }
        return start.splitAt(at, new MeterPoint(reading.atNanos(), reading.counters()));
    }

    /** Where a domain that stands still for good stood still, however late that was noticed. */
    private static MeterPoint endPoint(OpenLineRecord open, Reading reading) {
        MeterPoint start = LineWriter.start(open);
        boolean used = DomainState.valueOf(open.getState()).isUnpaused();
        return new MeterPoint(
                Math.max(start.atNanos(), reading.sinceNanos()), used ? reading.counters() : start.counters());
    }

    private static MeterPoint firstPoint(Reading reading) {
        // A domain seen for the first time has used nothing before it was let run.
        return new MeterPoint(reading.sinceNanos(), reading.state().isUnpaused() ? Counters.ZERO : reading.counters());
    }

    private static MeterPoint atZero(MeterPoint point) {
        return new MeterPoint(point.atNanos(), Counters.ZERO);
    }

    private static boolean isSameLife(OpenLineRecord open, OpenLineRecord next) {
        return open.getDomid() == next.getDomid() && open.getBootId().equals(next.getBootId());
    }

    private static boolean isSameLine(OpenLineRecord open, OpenLineRecord next) {
        return open.getState().equals(next.getState())
                && open.getVcpus() == next.getVcpus()
                && open.getMemoryBytes() == next.getMemoryBytes()
                && open.getDiskBytes() == next.getDiskBytes()
                && open.getEpoch() == next.getEpoch();
    }

    private static OpenLineRecord line(GuestRecord guest, Seen seen) {
        return OpenLineRecord.newBuilder()
                .setInstanceId(guest.getInstanceId())
                .setEpoch(guest.getEpoch())
                .setTenantId(seen.tenantId())
                .setBootId(seen.bootId())
                .setDomid(seen.domain().domid())
                .setState(stateName(seen.reading().state()))
                .setVcpus(seen.domain().vcpus().count())
                .setMemoryBytes(seen.domain().memory().bytes())
                .setDiskBytes(seen.diskBytes())
                .build();
    }

    private static OpenLineRecord.Builder diskOnly(OpenLineRecord line, DomainState state, long diskBytes) {
        return line.toBuilder()
                .setDomid(0)
                .setState(state.name())
                .setVcpus(0)
                .setMemoryBytes(0)
                .setDiskBytes(diskBytes);
    }

    /** A running domain that waits is billed as one that runs, so it is one line. */
    private static String stateName(DomainState state) {
        return state == DomainState.BLOCKED ? DomainState.RUNNING.name() : state.name();
    }
}
