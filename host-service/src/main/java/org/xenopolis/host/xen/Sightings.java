package org.xenopolis.host.xen;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.VcpuCount;
import org.xenopolis.host.core.Counters;
import org.xenopolis.host.core.Reading;
import org.xenopolis.host.driver.Domain;

/**
 * Remembers since when each domain is as it is, because the hypervisor does not; also across a restart of the agent. What a
 * domain that does not run had used when it stopped is what it has used: packets that still reach its card are not its own.
 */
final class Sightings {
    /**
     * @param shape state, size and name: what makes it another sighting
     * @param counters at {@code sinceNanos}
     * @param taken counters of devices that the domain no longer has
     */
    private record Sighting(String shape, long sinceNanos, Counters counters, Counters taken, boolean halted) {
        static final Sighting NONE = new Sighting("", 0, Counters.ZERO, Counters.ZERO, false);
    }

    private final StateFile file;
    private final Map<Integer, Sighting> sightings = new HashMap<>();

    Sightings(StateFile file) {
        this.file = file;
        file.read().forEach(this::load);
    }

    /** The domains of a look. Looks come in the order in which they were taken. */
    synchronized List<Domain> domains(Look look) {
        boolean changed = false;
        Set<Integer> here = new HashSet<>();
        List<Domain> domains = new ArrayList<>();
        for (SeenDomain seen : look.domains()) {
            here.add(seen.domid());
            Sighting before = before(seen);
            Domain domain = domain(look, seen, before);
            domains.add(domain);
            String shape = shape(domain.reading().state(), seen);
            if (!before.shape().equals(shape)) {
                Reading reading = domain.reading();
                sightings.put(
                        seen.domid(),
                        new Sighting(shape, reading.sinceNanos(), reading.counters(), before.taken(), before.halted()));
                changed = true;
            }
        }
        if (sightings.keySet().retainAll(here) || changed) {
            save();
        }
        return domains;
    }

    /** Of the same domain: its number may have been another's before. */
    private Sighting before(SeenDomain seen) {
        Sighting before = sightings.getOrDefault(seen.domid(), Sighting.NONE);
        return before.shape().endsWith(" " + seen.name()) ? before : Sighting.NONE;
    }

    private static Domain domain(Look look, SeenDomain seen, Sighting before) {
        boolean saved = seen.instance().filter(look::isSaved).isPresent();
        DomainState state = seen.state(saved, before.halted());
        boolean same = before.shape().equals(shape(state, seen));
        Counters counters = same && !state.isUnpaused()
                ? before.counters()
                : look.counters(seen).plus(before.taken());
        long since = same ? before.sinceNanos() : look.atNanos();
        return new Domain(
                seen.domid(),
                seen.name(),
                VcpuCount.of(Math.max(1, seen.vcpus())),
                seen.memory(),
                new Reading(state, since, look.atNanos(), counters),
                seen.wantsReboot() && state == DomainState.SHUTDOWN && !before.halted());
    }

    private static String shape(DomainState state, SeenDomain seen) {
        return state + " " + seen.vcpus() + " " + seen.memory().bytes() + " " + seen.name();
    }

    /** The domain was ended for good, in a state in which the hypervisor does not show it. */
    synchronized void halted(int domid) {
        sightings.computeIfPresent(
                domid,
                (id, seen) -> new Sighting(seen.shape(), seen.sinceNanos(), seen.counters(), seen.taken(), true));
        save();
    }

    /** A device was taken from the domain: what it counted stays the domain's. */
    synchronized void taken(int domid, Counters counters) {
        sightings.computeIfPresent(
                domid,
                (id, seen) -> new Sighting(
                        seen.shape(),
                        seen.sinceNanos(),
                        seen.counters(),
                        seen.taken().plus(counters),
                        seen.halted()));
        save();
    }

    private void save() {
        List<String> lines = new ArrayList<>();
        sightings.forEach((domid, seen) -> lines.add(String.join(
                "\t",
                Integer.toString(domid),
                seen.shape(),
                Long.toString(seen.sinceNanos()),
                text(seen.counters()),
                text(seen.taken()),
                Boolean.toString(seen.halted()))));
        file.write(lines);
    }

    private void load(String line) {
        String[] words = line.split("\t");
        sightings.put(
                Integer.parseInt(words[0]),
                new Sighting(
                        words[1],
                        Long.parseLong(words[2]),
                        counters(words[3]),
                        counters(words[4]),
                        Boolean.parseBoolean(words[5])));
    }

    private static String text(Counters counters) {
        return counters.cpuNanos() + " " + counters.diskReadBytes() + " " + counters.diskWriteBytes() + " "
                + counters.diskOperations() + " " + counters.networkReceivedBytes() + " "
                + counters.networkSentBytes();
    }

    private static Counters counters(String text) {
        String[] words = text.split(" ");
        return new Counters(
                Long.parseLong(words[0]),
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]),
                Long.parseLong(words[5]));
    }
}
