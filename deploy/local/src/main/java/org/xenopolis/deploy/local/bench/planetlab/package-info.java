/**
 * A day of a fleet, simulated with the power and SLA formulas of Beloglazov and Buyya, the policies they published, and
 * ours, on their PlanetLab traces.
 *
 * <p>Source: <i>Optimal online deterministic algorithms and adaptive heuristics for energy and performance efficient
 * dynamic consolidation of virtual machines in cloud data centers</i> (Concurrency and Computation 24, 2012), and the
 * behaviour of CloudSim 3.0.3, read and written anew, so that its given results can be checked.
 */
@NullMarked
package org.xenopolis.deploy.local.bench.planetlab;

import org.jspecify.annotations.NullMarked;
