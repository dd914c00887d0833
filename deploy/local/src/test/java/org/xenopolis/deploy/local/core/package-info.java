/** Tests of what the launcher decides. */
@NullMarked
package org.xenopolis.deploy.local.core;

import org.jspecify.annotations.NullMarked;
