package org.xenopolis.planner.loads;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.contracts.facts.HostFact;
import org.xenopolis.contracts.facts.HostReported;
import org.xenopolis.planner.core.forecast.Habits;
import org.xenopolis.store.Transactions;

/**
 * Loads by minute for two days and by hour for five weeks, by host and by instance: what an instance did stays known
 * when it moves, and all of it when this service starts again.
 */
@ApplicationScoped
public class LoadHistory {
    /** How far back a forecast looks minute by minute. */
    public static final int MINUTES = 60;

    private static final Duration MINUTES_KEPT = Duration.ofDays(2);
    private static final Duration HOURS_KEPT = Duration.ofDays(35);

    /** One figure of one subject. */
    public enum Figure {
        CPU,
        NETWORK,
        DISK,
        DIRTY;

        private String column() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Sample(
            UUID id, boolean isHost, double cpu, double memory, double disk, double network, double dirty) {
        String json() {
            return "{\"id\":\"%s\",\"h\":%s,\"c\":%s,\"m\":%s,\"d\":%s,\"n\":%s,\"w\":%s}"
                    .formatted(id, isHost, number(cpu), number(memory), number(disk), number(network), number(dirty));
        }

        private static double number(double value) {
            return Double.isFinite(value) && value > 0 ? value : 0;
        }
    }

    private final Transactions transactions;

    LoadHistory(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Adds a host's report to the minute in which it was made; in the transaction of the fact. */
    public Uni<?> reported(Mutiny.Session session, HostFact fact) {
        HostReported report = fact.getReported();
        var load = report.getLoad();
        Sample host = new Sample(
                UUID.fromString(fact.getHostId()),
                true,
                load.getCpuFraction(),
                load.getMemoryUsedBytes(),
                load.getDiskBytesPerSecond(),
                load.getNetworkBytesPerSecond(),
                0);
        Stream<Sample> guests = report.getGuestLoadsList().stream()
                .map(guest -> new Sample(
                        UUID.fromString(guest.getInstanceId()),
                        false,
                        guest.getCpuCores(),
                        0,
                        guest.getDiskBytesPerSecond(),
                        guest.getNetworkBytesPerSecond(),
                        guest.getDirtyBytesPerSecond()));
        // In one order, so that two hosts that tell of one guest do not wait for each other; a subject once.
        Map<UUID, Sample> samples = Stream.concat(Stream.of(host), guests)
                .collect(Collectors.toMap(Sample::id, sample -> sample, (one, other) -> one));
        String rows = samples.values().stream()
                .sorted(Comparator.comparing(Sample::id))
                .map(Sample::json)
                .collect(Collectors.joining(",", "[", "]"));
        Instant at = Instant.ofEpochSecond(fact.getHeader().getOccurredAt().getSeconds());
        return session.createNativeQuery("insert into load_minutes as old"
                        + " (subject_id, minute, samples, is_host, cpu, memory, disk, network, dirty)"
                        + " select r.id, cast(:minute as timestamptz), 1, r.h, r.c, r.m, r.d, r.n, r.w"
                        + " from jsonb_to_recordset(cast(cast(:rows as text) as jsonb)) as r(id uuid, h boolean, c float8, m float8,"
                        + " d float8, n float8, w float8)"
                        + " on conflict (subject_id, minute) do update set samples = old.samples + 1,"
                        + " cpu = old.cpu + (excluded.cpu - old.cpu) / (old.samples + 1),"
                        + " memory = old.memory + (excluded.memory - old.memory) / (old.samples + 1),"
                        + " disk = old.disk + (excluded.disk - old.disk) / (old.samples + 1),"
                        + " network = old.network + (excluded.network - old.network) / (old.samples + 1),"
                        + " dirty = old.dirty + (excluded.dirty - old.dirty) / (old.samples + 1)")
                .setParameter("minute", at.truncatedTo(ChronoUnit.MINUTES))
                .setParameter("rows", rows)
                .executeUpdate();
    }

    /** The last hour of every subject by minute, the oldest first, NaN where nothing was heard. */
    public Map<Figure, Map<UUID, double[]>> minutes(Set<Figure> figures, Instant now) {
        Instant first = now.truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(MINUTES - 1));
        List<Figure> order = List.copyOf(figures);
        String columns = order.stream().map(Figure::column).collect(Collectors.joining(" || ' ' || "));
        // All figures of a subject in one row: thousands of subjects, and one look at the table.
        List<Object[]> rows = transactions.call(session -> session.createNativeQuery(
                        "select cast(subject_id as text), string_agg(cast(extract(epoch from minute) as bigint) || ' ' || "
                                + columns + ", ',') from load_minutes where minute >= :first group by subject_id",
                        Object[].class)
                .setParameter("first", first)
                .getResultList());
        Map<Figure, Map<UUID, double[]>> minutes = new EnumMap<>(Figure.class);
        order.forEach(figure -> minutes.put(figure, HashMap.newHashMap(rows.size())));
        for (Object[] row : rows) {
            double[][] values = new double[order.size()][MINUTES];
            for (double[] figure : values) {
                Arrays.fill(figure, Double.NaN);
            }
            for (String sample : ((String) row[1]).split(",")) {
                String[] numbers = sample.split(" ");
                long at = (Long.parseLong(numbers[0]) - first.getEpochSecond()) / 60;
                for (int figure = 0; at >= 0 && at < MINUTES && figure < values.length; figure++) {
                    values[figure][(int) at] = Double.parseDouble(numbers[figure + 1]);
                }
            }
            for (int figure = 0; figure < values.length; figure++) {
                Objects.requireNonNull(minutes.get(order.get(figure)))
                        .put(UUID.fromString((String) row[0]), values[figure]);
            }
        }
        return minutes;
    }

    /** What every subject usually does in the hour of {@code at}, and did in the hour before it. */
    public Map<Figure, Map<UUID, Habits>> habits(Set<Figure> figures, Instant at) {
        List<Figure> order = List.copyOf(figures);
        Map<UUID, double[]> next = usual(order, at);
        Map<UUID, double[]> last = usual(order, at.minus(Duration.ofHours(1)));
        Map<Figure, Map<UUID, Habits>> habits = new EnumMap<>(Figure.class);
        for (int i = 0; i < order.size(); i++) {
            int figure = i;
            Map<UUID, Habits> of = new HashMap<>();
            next.forEach((subject, means) -> {
                double[] before = last.get(subject);
                of.put(subject, new Habits(means[figure], before == null ? Double.NaN : before[figure]));
            });
            habits.put(order.get(figure), of);
        }
        return habits;
    }

    private Map<UUID, double[]> usual(List<Figure> figures, Instant at) {
        var time = at.atOffset(ZoneOffset.UTC);
        String ofThisDay = " filter (where cast(extract(isodow from hour at time zone 'UTC') as integer) = :day)";
        String means = figures.stream()
                .map(Figure::column)
                // Of two weeks or more, the same hour of the week; else of two days or more.
                .map(column -> "coalesce(case when count(*)" + ofThisDay + " > 1 then avg(" + column + ")" + ofThisDay
                        + " end, avg(" + column + "))")
                .collect(Collectors.joining(", "));
        List<Object[]> rows = transactions.call(session -> session.createNativeQuery(
                        "select cast(subject_id as text), " + means
                                + " from load_hours where cast(extract(hour from hour at time zone 'UTC') as integer) = :hour"
                                + " and hour < :now group by subject_id having count(*) > 1",
                        Object[].class)
                .setParameter("day", time.getDayOfWeek().getValue())
                .setParameter("hour", time.getHour())
                .setParameter("now", at.truncatedTo(ChronoUnit.HOURS))
                .getResultList());
        Map<UUID, double[]> usual = new HashMap<>();
        for (Object[] row : rows) {
            double[] values = new double[figures.size()];
            for (int figure = 0; figure < values.length; figure++) {
                values[figure] = ((Number) row[figure + 1]).doubleValue();
            }
            usual.put(UUID.fromString((String) row[0]), values);
        }
        return usual;
    }

    /** Means of CPU over some minutes of the given subjects, where anything was heard. */
    public Map<UUID, Double> means(List<UUID> subjects, Instant from, Instant to) {
        List<Object[]> rows = transactions.call(session -> session.createNativeQuery(
                        "select cast(subject_id as text), avg(cpu) from load_minutes"
                                + " where subject_id in (:subjects) and minute >= :from and minute < :to"
                                + " group by subject_id",
                        Object[].class)
                .setParameter("subjects", subjects)
                .setParameter("from", from)
                .setParameter("to", to)
                .getResultList());
        Map<UUID, Double> means = new HashMap<>();
        rows.forEach(row -> means.put(UUID.fromString((String) row[0]), ((Number) row[1]).doubleValue()));
        return means;
    }

    /** Writes the hour that has ended down, and forgets what is old. Done twice, it changes nothing. */
    public void rollUp(Instant now) {
        Instant hour = now.truncatedTo(ChronoUnit.HOURS);
        transactions.call(session -> session.createNativeQuery("insert into load_hours"
                        + " (subject_id, hour, samples, is_host, cpu, cpu_max, memory, disk, network, dirty)"
                        + " select subject_id, cast(:hour as timestamptz), count(*), bool_or(is_host), avg(cpu), max(cpu),"
                        + " avg(memory), avg(disk), avg(network), avg(dirty)"
                        + " from load_minutes where minute >= :hour and minute < :end group by subject_id"
                        + " on conflict (subject_id, hour) do nothing")
                .setParameter("hour", hour.minus(Duration.ofHours(1)))
                .setParameter("end", hour)
                .executeUpdate()
                .chain(() -> session.createNativeQuery("delete from load_minutes where minute < :before")
                        .setParameter("before", now.minus(MINUTES_KEPT))
                        .executeUpdate())
                .chain(() -> session.createNativeQuery("delete from load_hours where hour < :before")
                        .setParameter("before", now.minus(HOURS_KEPT))
                        .executeUpdate()));
    }
}
