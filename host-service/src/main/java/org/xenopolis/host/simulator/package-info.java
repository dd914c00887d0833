/**
 * A modelled Xen host behind the driver port. What it is follows from a log of events and the machine's monotonic clock,
 * so that its guests go on while no process looks, as real ones do.
 */
@NullMarked
package org.xenopolis.host.simulator;

import org.jspecify.annotations.NullMarked;
