/** The challenge's importer, its judge, and the engine on its instances. */
@NullMarked
package org.xenopolis.planner.core.roadef;

import org.jspecify.annotations.NullMarked;
