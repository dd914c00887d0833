/** The judge of drains, on plans that are right and wrong. */
@NullMarked
package org.xenopolis.deploy.local.bench.drain;

import org.jspecify.annotations.NullMarked;
