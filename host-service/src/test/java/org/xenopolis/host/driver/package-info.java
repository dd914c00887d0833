/** The contract that every driver keeps. */
@NullMarked
package org.xenopolis.host.driver;

import org.jspecify.annotations.NullMarked;
