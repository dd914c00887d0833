/** What every service needs in the same form: identity, transactions, facts; nothing that knows a domain. */
@NullMarked
package org.xenopolis.kit;

import org.jspecify.annotations.NullMarked;
