/** The tenant's path from an image to an invoice, through the public API, ended by a comparison with the hosts' truth. */
@NullMarked
package org.xenopolis.deploy.local.demo;

import org.jspecify.annotations.NullMarked;
