/** Tests of identities and calls. */
@NullMarked
package org.xenopolis.kit.grpc;

import org.jspecify.annotations.NullMarked;
