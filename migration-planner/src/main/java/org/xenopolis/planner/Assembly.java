package org.xenopolis.planner;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.xenopolis.kit.ids.IdSource;
import org.xenopolis.planner.core.Planner;
import org.xenopolis.planner.core.Tariff;
import org.xenopolis.planner.core.Thresholds;
import org.xenopolis.planner.core.fleet.EnginePlanner;

/** What the service is put together from besides its own beans. */
class Assembly {
    private static final double MICROS = 1e6;

    @Produces
    @Singleton
    Planner planner(
            @ConfigProperty(name = "xeno.plans.cpu-threshold", defaultValue = "0.70") double cpu,
            @ConfigProperty(name = "xeno.plans.allocation-threshold", defaultValue = "0.90") double allocation,
            @ConfigProperty(name = "xeno.plans.traffic-threshold", defaultValue = "0.70") double traffic) {
        Thresholds usual = Thresholds.DEFAULT;
        return new EnginePlanner(
                new Thresholds(
                        cpu, allocation, traffic, usual.copySecondCost(), usual.pauseSecondCost(), usual.gainMin()),
                EnginePlanner.USUAL);
    }

    @Produces
    @Singleton
    Tariff tariff(
            @ConfigProperty(name = "xeno.plans.price.currency") Optional<String> currency,
            @ConfigProperty(name = "xeno.plans.price.wire-gib", defaultValue = "0") double wireGibibyte,
            @ConfigProperty(name = "xeno.plans.price.cpu-hour", defaultValue = "0") double cpuHour,
            @ConfigProperty(name = "xeno.plans.price.paused-second", defaultValue = "0") double pausedSecond) {
        return currency.map(code -> new Tariff(code, MICROS * wireGibibyte, MICROS * cpuHour, MICROS * pausedSecond))
                .orElse(Tariff.NONE);
    }

    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    IdSource ids() {
        return IdSource.TIME_ORDERED;
    }
}
