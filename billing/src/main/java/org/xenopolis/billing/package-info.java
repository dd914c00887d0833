/** The gRPC side of billing: one endpoint that hands each call to the feature it belongs to. */
@NullMarked
package org.xenopolis.billing;

import org.jspecify.annotations.NullMarked;
