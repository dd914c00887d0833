package org.xenopolis.host.simulator;

import java.util.List;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.host.core.Counters;

/**
 * What is true of a domain from an event on; or, with domid 0, of a disk that is all there is of its instance.
 *
 * @param instance empty for a domain that is not ours
 * @param rules in force at its network cards, see {@link SimulatedRules}
 * @param diskBytes of the instance's disk and volumes; 0 when a domain took over from the bare disk, or it is gone
 */
record TruthChange(
        String bootId,
        int domid,
        String instance,
        long epoch,
        DomainState state,
        long memoryBytes,
        int vcpus,
        long diskBytes,
        Counters counters,
        List<String> rules,
        boolean wiped) {
    static TruthChange of(String bootId, SimulatedGuest guest, DomainState state, long diskBytes) {
        return new TruthChange(
                bootId,
                guest.domid(),
                guest.instance(),
                guest.epoch(),
                state,
                guest.memoryBytes(),
                guest.vcpus(),
                diskBytes,
                guest.counters(0, 0),
                guest.rules(),
                false);
    }

    static TruthChange ofDisk(String bootId, String instance, long bytes) {
        return new TruthChange(bootId, 0, instance, 0, DomainState.GONE, 0, 0, bytes, Counters.ZERO, List.of(), false);
    }

    /** The bytes of an instance's disk, or of a volume, which stands in the place of the instance, are gone for good. */
    static TruthChange wiped(String bootId, String whose) {
        return new TruthChange(bootId, 0, whose, 0, DomainState.GONE, 0, 0, 0, Counters.ZERO, List.of(), true);
    }
}
