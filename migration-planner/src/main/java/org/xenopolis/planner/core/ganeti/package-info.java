/**
 * Importer of Ganeti's htools text format, its cluster score by our own reading, and its moves.
 *
 * <p>Sources: Ganeti's public documentation and source (htools: Metrics, Node, Cluster; BSD-2), read and written anew.
 */
@NullMarked
package org.xenopolis.planner.core.ganeti;

import org.jspecify.annotations.NullMarked;
