/** Tests of the store, and the stack that every service's tests run on. */
@NullMarked
package org.xenopolis.store;

import org.jspecify.annotations.NullMarked;
