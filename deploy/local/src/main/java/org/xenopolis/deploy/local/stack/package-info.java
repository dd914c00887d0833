/** What the local stack is made of: its parts, their settings, their folders and their secrets. */
@NullMarked
package org.xenopolis.deploy.local.stack;

import org.jspecify.annotations.NullMarked;
