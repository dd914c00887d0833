/** What the lab's commands make of what hosts say, without a lab. */
@NullMarked
package org.xenopolis.deploy.local.lab;

import org.jspecify.annotations.NullMarked;
