/** Usage lines: every nanosecond of a domain in exactly one of them, chained, kept until the broker has them. */
@NullMarked
package org.xenopolis.host.metering;

import org.jspecify.annotations.NullMarked;
