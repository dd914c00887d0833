/** What tenants trust the cloud with, kept so that whoever reads the tables learns nothing of it. */
@NullMarked
package org.xenopolis.scheduler.secrets;

import org.jspecify.annotations.NullMarked;
