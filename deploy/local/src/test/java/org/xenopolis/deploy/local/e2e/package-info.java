/** The whole stack under test: every service and engine a real process, judged by the truth journals. */
@NullMarked
package org.xenopolis.deploy.local.e2e;

import org.jspecify.annotations.NullMarked;
