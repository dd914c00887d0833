/** The operator's API: hosts, placement, instances of all tenants, plans, price books, tenants, audit. */
@NullMarked
package org.xenopolis.gateway.operator;

import org.jspecify.annotations.NullMarked;
