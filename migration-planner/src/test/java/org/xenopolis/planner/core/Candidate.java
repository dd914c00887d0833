package org.xenopolis.planner.core;

import java.util.Comparator;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Host;

/**
 * A move that might be made.
 *
 * @param gain how much cooler the hotter of the two hosts becomes, less what the move costs
 */
record Candidate(Allocation guest, Host target, double gain, MoveCost cost) {
    /** The best first; ids decide between equals, so that the order does not depend on anything else. */
    static final Comparator<Candidate> BEST_FIRST = Comparator.comparingDouble(Candidate::gain)
            .reversed()
            .thenComparing(candidate -> candidate.guest().instance())
            .thenComparing(candidate -> candidate.target().id());
}
