/** Projects: how a tenant groups its things. */
@NullMarked
package org.xenopolis.gateway.projects;

import org.jspecify.annotations.NullMarked;
