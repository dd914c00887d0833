/** Usage lines held against the truth. */
@NullMarked
package org.xenopolis.host.metering;

import org.jspecify.annotations.NullMarked;
