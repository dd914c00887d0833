/** Tests of the stack's description. */
@NullMarked
package org.xenopolis.deploy.local.stack;

import org.jspecify.annotations.NullMarked;
