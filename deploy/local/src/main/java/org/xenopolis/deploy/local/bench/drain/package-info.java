/** Emptying fifty of a thousand hosts: one generated fleet for us and for the peer, and a judge of every step. */
@NullMarked
package org.xenopolis.deploy.local.bench.drain;

import org.jspecify.annotations.NullMarked;
