/** {@code ./xeno plans}: an operator's plans on a cloud that runs, from a terminal; what the console shows, and as JSON. */
@NullMarked
package org.xenopolis.deploy.local.plans;

import org.jspecify.annotations.NullMarked;
