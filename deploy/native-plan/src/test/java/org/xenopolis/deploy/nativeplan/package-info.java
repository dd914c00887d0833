@NullMarked
package org.xenopolis.deploy.nativeplan;

import org.jspecify.annotations.NullMarked;
