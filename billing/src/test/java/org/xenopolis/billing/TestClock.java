package org.xenopolis.billing;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The system's time, moved as a test wants, or standing still. */
@Alternative
@Priority(1)
@ApplicationScoped
public class TestClock extends Clock {
    private volatile Clock clock = Clock.systemUTC();

    void moveBy(Duration ahead) {
        clock = Clock.offset(clock, ahead);
    }

    void standStillAt(Instant moment) {
        clock = Clock.fixed(moment, ZoneOffset.UTC);
    }

    void follow() {
        clock = Clock.systemUTC();
    }

    @Override
    public ZoneId getZone() {
        return clock.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return clock.withZone(zone);
    }

    @Override
    public Instant instant() {
        return clock.instant();
    }
}
