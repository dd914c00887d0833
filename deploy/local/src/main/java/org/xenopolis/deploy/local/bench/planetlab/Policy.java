package org.xenopolis.deploy.local.bench.planetlab;

import java.util.List;

/** Says every five minutes who moves; no move is under way then. */
interface Policy {
    List<Move> decide(DayFleet fleet);
}
