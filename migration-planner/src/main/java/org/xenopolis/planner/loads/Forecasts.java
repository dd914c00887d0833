package org.xenopolis.planner.loads;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.planner.core.ByteRate;
import org.xenopolis.planner.core.GuestLoad;
import org.xenopolis.planner.core.Situation;
import org.xenopolis.planner.core.Traffic;
import org.xenopolis.planner.core.forecast.Forecast;
import org.xenopolis.planner.core.forecast.Forecaster;
import org.xenopolis.planner.loads.LoadHistory.Figure;
import org.xenopolis.store.Transactions;

/** Puts the loads that are expected in the place of the last ones that were heard. */
@ApplicationScoped
public class Forecasts {
    private static final Set<Figure> FORECAST = EnumSet.of(Figure.CPU, Figure.NETWORK, Figure.DISK);

    private final LoadHistory history;
    private final Transactions transactions;
    private final InstantSource clock;
    private final int horizon;

    Forecasts(
            LoadHistory history,
            Transactions transactions,
            InstantSource clock,
            @ConfigProperty(name = "xeno.plans.horizon", defaultValue = "PT15M") Duration horizon) {
        this.history = history;
        this.transactions = transactions;
        this.clock = clock;
        this.horizon = (int) Math.max(1, Math.min(30, horizon.toMinutes()));
    }

    public int horizonMinutes() {
        return horizon;
    }

    /** @param cooldown instances that moved within it are left in peace */
    public Expectation of(Situation now, Duration cooldown) {
        Instant at = clock.instant();
        Pasts pasts = new Pasts(
                history.minutes(EnumSet.allOf(Figure.class), at),
                history.habits(FORECAST, at.plus(Duration.ofMinutes(horizon / 2))),
                new Forecaster(horizon));
        Tally tally = new Tally();
        Map<InstanceId, GuestLoad> guests = new HashMap<>(now.guests());
        for (InstanceId guest : instances(now)) {
            tally.guests++;
            UUID id = guest.value();
            GuestLoad last = now.guest(guest);
            pasts.forecast(Figure.CPU, id, last.cpuCores()).ifPresent(cores -> {
                tally.add(cores);
                double[] dirty = Objects.requireNonNull(pasts.minutes().get(Figure.DIRTY))
                        .get(id);
                guests.put(
                        guest,
                        new GuestLoad(
                                cores.value(),
                                dirtying(dirty, last),
                                pasts.traffic(id, last.traffic()),
                                last.diskHeld()));
            });
        }
        Map<HostId, Double> fractions = new HashMap<>(now.cpuFractions());
        Map<HostId, Traffic> traffic = new HashMap<>(now.traffic());
        for (Host host : now.cluster().hosts()) {
            UUID id = host.id().value();
            pasts.forecast(Figure.CPU, id, now.cpuFractions().getOrDefault(host.id(), 0.0))
                    .ifPresent(fraction -> {
                        fractions.put(host.id(), Math.min(1, fraction.value()));
                        traffic.put(host.id(), pasts.traffic(id, now.traffic().getOrDefault(host.id(), Traffic.NONE)));
                    });
        }
        Situation expected = now.loaded(fractions, guests)
                .busy(traffic)
                .cooling(cooling(at.minus(cooldown)))
                .departed(departures(at.minus(Loads.NO_RETURN)));
        return new Expectation(expected, horizon, tally.guests, tally.withHistory, tally.mae(), tally.mape());
    }

    /** Minutes of CPU of every subject that was heard of in the last hour. */
    public Map<UUID, double[]> cpuMinutes() {
        return Objects.requireNonNull(
                history.minutes(EnumSet.of(Figure.CPU), clock.instant()).get(Figure.CPU));
    }

    private static Set<InstanceId> instances(Situation situation) {
        return situation.cluster().allocations().stream()
                .map(org.xenopolis.cluster.Allocation::instance)
                .collect(Collectors.toSet());
    }

    /** The most of the last minutes: a copy that takes longer than predicted is worse than one that is early. */
    private static ByteRate dirtying(double @org.jspecify.annotations.Nullable [] minutes, GuestLoad last) {
        double most = last.dirtying().bytesPerSecond();
        if (minutes != null) {
            for (int minute = minutes.length - 5; minute < minutes.length; minute++) {
                most = Double.isNaN(minutes[minute]) ? most : Math.max(most, minutes[minute]);
            }
        }
        return new ByteRate(Math.round(most));
    }

    private Map<InstanceId, Set<HostId>> departures(Instant since) {
        return transactions.call(session -> session.createNativeQuery(
                        "select cast(instance_id as text), cast(host_id as text) from instance_departures"
                                + " where left_at > :since",
                        Object[].class)
                .setParameter("since", since)
                .getResultList()
                .map(rows -> rows.stream()
                        .collect(Collectors.groupingBy(
                                row -> InstanceId.of((String) row[0]),
                                Collectors.mapping(row -> HostId.of((String) row[1]), Collectors.toSet())))));
    }

    private Set<InstanceId> cooling(Instant since) {
        return transactions.call(session -> session.createNativeQuery(
                        "select cast(instance_id as text) from instance_moves where moved_at > :since", String.class)
                .setParameter("since", since)
                .getResultList()
                .map(ids -> ids.stream().map(InstanceId::of).collect(Collectors.toSet())));
    }

    /** Errors of many forecasts as one, each counted as often as it was checked. */
    private static final class Tally {
        private int guests;
        private int withHistory;
        private long checks;
        private double errors;
        private double relative;

        void add(Forecast forecast) {
            withHistory++;
            checks += forecast.checks();
            errors += forecast.mae() * forecast.checks();
            relative += forecast.mape() * forecast.checks();
        }

        double mae() {
            return checks == 0 ? 0 : errors / checks;
        }

        double mape() {
            return checks == 0 ? 0 : relative / checks;
        }
    }
}
