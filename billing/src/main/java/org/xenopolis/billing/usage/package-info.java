/** Takes what hosts report, once each: checks the proof, rates, posts and lowers balances in one transaction. */
@NullMarked
package org.xenopolis.billing.usage;

import org.jspecify.annotations.NullMarked;
