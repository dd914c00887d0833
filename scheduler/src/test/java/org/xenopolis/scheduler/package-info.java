/** The scheduler on real PostgreSQL and Kafka, with agents and billing played by hand-written fakes. */
@NullMarked
package org.xenopolis.scheduler;

import org.jspecify.annotations.NullMarked;
