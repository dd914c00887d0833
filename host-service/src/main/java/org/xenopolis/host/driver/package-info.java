/** What an agent asks of a hypervisor: one port, one contract test, several drivers. */
@NullMarked
package org.xenopolis.host.driver;

import org.jspecify.annotations.NullMarked;
