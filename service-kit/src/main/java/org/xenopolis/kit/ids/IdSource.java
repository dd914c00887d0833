package org.xenopolis.kit.ids;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** Makes ids; a test passes its own. */
@FunctionalInterface
public interface IdSource {
    /** UUIDv7 (RFC 9562): ordered by time of creation, so pages and indexes follow it. */
    IdSource TIME_ORDERED = UuidCreator::getTimeOrderedEpoch;

    UUID next();

    default String nextText() {
        return next().toString();
    }
}
