package org.xenopolis.images;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.xenopolis.images.core.inspect.InspectionLimits;
import org.xenopolis.images.core.inspect.Inspector;
import org.xenopolis.kit.ids.IdSource;

/** Hands the outside world and the pure parts to those who ask for them. */
@ApplicationScoped
class Wiring {
    private static final long EXPANSION_FREE_BYTES = 2L << 30;

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

    @Produces
    @Singleton
    InspectionLimits inspectionLimits(ImageSettings settings) {
        return new InspectionLimits(settings.diskBytesMax(), settings.expansionMax(), EXPANSION_FREE_BYTES);
    }

    @Produces
    @Singleton
    Inspector inspector(InspectionLimits limits) {
        return new Inspector(limits);
    }
}
