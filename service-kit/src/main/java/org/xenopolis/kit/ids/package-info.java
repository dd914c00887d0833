/** New ids, as an argument. */
@NullMarked
package org.xenopolis.kit.ids;

import org.jspecify.annotations.NullMarked;
