/** What cannot be seen of the search from outside; all else is in the tests of what it is asked by. */
@NullMarked
package org.xenopolis.planner.core.search;

import org.jspecify.annotations.NullMarked;
