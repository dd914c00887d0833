/**
 * The importer of our own fleet: fills the engine's model with a situation, asks the search where guests should be, and
 * makes steps of the answer, each of which waits only for those that make its place free.
 */
@NullMarked
package org.xenopolis.planner.core.fleet;

import org.jspecify.annotations.NullMarked;
