/** Tests of the lab as data. */
@NullMarked
package org.xenopolis.deploy.xenlab.core;

import org.jspecify.annotations.NullMarked;
