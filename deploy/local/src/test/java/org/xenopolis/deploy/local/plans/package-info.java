/** Plans of a running cloud as a terminal shows them; the whole path is {@code PlansIT}. */
@NullMarked
package org.xenopolis.deploy.local.plans;

import org.jspecify.annotations.NullMarked;
