/** What every request passes: the two ports, who calls, rate and size limits, problems, security headers, pages. */
@NullMarked
package org.xenopolis.gateway.edge;

import org.jspecify.annotations.NullMarked;
