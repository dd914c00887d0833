/** The launcher behind {@code ./xeno}: brings a whole cloud up on one machine, shows it and takes it down again. */
@NullMarked
package org.xenopolis.deploy.local;

import org.jspecify.annotations.NullMarked;
