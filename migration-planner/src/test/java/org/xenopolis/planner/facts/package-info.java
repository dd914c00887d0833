/** What is learnt from facts, through a real Kafka. */
@NullMarked
package org.xenopolis.planner.facts;

import org.jspecify.annotations.NullMarked;
