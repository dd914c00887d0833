package org.xenopolis.billing.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.TenantId;

/** Decides which proven lines are billed: each line, and each nanosecond of an instance, once. */
public final class Intake {
    /** What is known before. Both maps hold what concerns these lines; more does no harm. */
    public record Known(
            Map<InstanceId, TenantId> owners, Map<TenantId, Currency> accounts, PriceBooks books, Stored stored) {}

    /** What the tables say about each of the lines. */
    public interface Stored {
        /** The hash of the billed or quarantined line with this id. */
        byte @Nullable [] hash(Usage.LineId line);

        /** Whether billed lines with other ids cover some of the interval of this one. */
        boolean isCovered(Usage usage);
    }

    public record Held(ProvenLine line, Obstacle obstacle) {}

    /** @param received lines with an id that was not known before, billed or not; the rest were duplicates */
    public record Outcome(List<RatedLine> rated, List<Held> held, List<Usage.LineId> received) {}

    private record Clock(InstanceId instance, String bootId) {}

    private final Known known;
    private final Map<Usage.LineId, byte[]> seen = new HashMap<>();
    private final Map<Clock, NavigableMap<Long, Long>> covered = new HashMap<>();
    private final List<RatedLine> rated = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private final List<Usage.LineId> received = new ArrayList<>();

    private Intake(Known known) {
        this.known = known;
    }

    public static Outcome decide(List<ProvenLine> lines, Known known) {
        Intake intake = new Intake(known);
        lines.forEach(intake::take);
        return new Outcome(List.copyOf(intake.rated), List.copyOf(intake.held), List.copyOf(intake.received));
    }

    private void take(ProvenLine line) {
        byte[] hash = line.link().hash();
        byte[] before = seen.getOrDefault(line.id(), known.stored().hash(line.id()));
        if (before == null) {
            received.add(line.id());
            seen.put(line.id(), hash);
            bill(line);
        } else if (!Arrays.equals(before, hash)) {
            held.add(new Held(line, Obstacle.SEQUENCE_CONFLICT));
        }
    }

    private void bill(ProvenLine line) {
        Optional<Obstacle> obstacle = obstacle(line.usage());
        if (obstacle.isPresent()) {
            held.add(new Held(line, obstacle.get()));
            return;
        }
        Currency currency = currency(line.usage().tenant()).orElseThrow();
        PriceBook book = known.books().at(currency, line.usage().startWall()).orElseThrow();
        try {
            Charges charges = Rating.rate(line.usage(), book);
            rated.add(new RatedLine(line, book.version(), charges, charges.totalMicros()));
            cover(line.usage());
        } catch (ArithmeticException e) {
            held.add(new Held(line, Obstacle.AMOUNT_TOO_LARGE));
        }
    }

    private Optional<Obstacle> obstacle(Usage usage) {
        TenantId owner = known.owners().get(usage.instance());
        if (owner == null) {
            return Optional.of(Obstacle.UNKNOWN_INSTANCE);
        }
        if (!owner.equals(usage.tenant())) {
            return Optional.of(Obstacle.TENANT_CONTRADICTION);
        }
        Optional<Currency> currency = currency(usage.tenant());
        if (currency.isEmpty()) {
            return Optional.of(Obstacle.UNKNOWN_ACCOUNT);
        }
        if (known.books().at(currency.get(), usage.startWall()).isEmpty()) {
            return Optional.of(Obstacle.NO_PRICE_BOOK);
        }
        return overlaps(usage) ? Optional.of(Obstacle.OVERLAP) : Optional.empty();
    }

    private Optional<Currency> currency(TenantId tenant) {
        return Optional.ofNullable(known.accounts().get(tenant));
    }

    // Only time that is paid for counts: while a domain dies, its successor may already be built beside it.
    private boolean overlaps(Usage usage) {
        if (usage.reservedNanos() == 0) {
            return false;
        }
        NavigableMap<Long, Long> intervals = covered.get(clock(usage));
        var last =
                intervals == null ? null : intervals.lowerEntry(usage.interval().endNanos());
        return (last != null && last.getValue() > usage.interval().startNanos())
                || known.stored().isCovered(usage);
    }

    private void cover(Usage usage) {
        if (usage.reservedNanos() > 0) {
            covered.computeIfAbsent(clock(usage), clock -> new TreeMap<>())
                    .put(usage.interval().startNanos(), usage.interval().endNanos());
        }
    }

    private static Clock clock(Usage usage) {
        return new Clock(usage.instance(), usage.interval().bootId());
    }
}
