/**
 * Plans executed against a model of hosts, with failures at any step: the planner's steps and the executor's decisions
 * are the real ones, hosts and scheduler are a few rules. Pure and seeded, so that many thousands fit into a test.
 */
@NullMarked
package org.xenopolis.planner.rehearsal;

import org.jspecify.annotations.NullMarked;
