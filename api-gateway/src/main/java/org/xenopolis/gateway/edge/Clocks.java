package org.xenopolis.gateway.edge;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.xenopolis.kit.ids.IdSource;

/** Time and ids, so that whoever needs them is given them. */
class Clocks {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    IdSource ids() {
        return IdSource.TIME_ORDERED;
    }
}
