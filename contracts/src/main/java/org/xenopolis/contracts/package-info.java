/** What crosses a process boundary besides the protobuf messages: the kinds of error and the catalogue of topics. */
@NullMarked
package org.xenopolis.contracts;

import org.jspecify.annotations.NullMarked;
