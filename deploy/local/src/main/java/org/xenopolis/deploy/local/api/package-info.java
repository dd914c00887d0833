/** The public API as any client sees it: HTTP, JSON, Keycloak tokens; nothing that a stranger could not use. */
@NullMarked
package org.xenopolis.deploy.local.api;

import org.jspecify.annotations.NullMarked;
