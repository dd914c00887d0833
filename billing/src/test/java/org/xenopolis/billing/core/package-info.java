/** What the core decides, against slow restatements and seeded chance. */
@NullMarked
package org.xenopolis.billing.core;

import org.jspecify.annotations.NullMarked;
