/** What a fresh cloud is given so that somebody can use it: hosts, a price book, tenants with money; by the operator API. */
@NullMarked
package org.xenopolis.deploy.local.seed;

import org.jspecify.annotations.NullMarked;
