/** The gRPC service: reads requests strictly, checks who asks, answers in messages. */
@NullMarked
package org.xenopolis.images.api;

import org.jspecify.annotations.NullMarked;
