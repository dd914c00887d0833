/** Tests of instances and volumes as their neighbours see them. */
@NullMarked
package org.xenopolis.scheduler.instances;

import org.jspecify.annotations.NullMarked;
