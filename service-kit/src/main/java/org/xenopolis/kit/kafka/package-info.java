/** The Kafka side that needs no database: client settings and the making of topics. */
@NullMarked
package org.xenopolis.kit.kafka;

import org.jspecify.annotations.NullMarked;
