package org.xenopolis.billing.core;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.xenopolis.cluster.InstanceId;

/**
 * Rated lines added up per instance, dimension and price book version, in an order that depends on nothing else.
 *
 * @param linesHash SHA-256 over the hashes of the usage lines, ordered by host and sequence
 */
@SuppressWarnings("ArrayRecordComponent")
public record Statement(List<Line> lines, int usageLines, Instant from, Instant until, byte[] linesHash) {
    public record Line(
            InstanceId instance,
            String instanceName,
            Dimension dimension,
            BigInteger quantity,
            String unitLabel,
            int priceBookVersion,
            long micros,
            int usageLines,
            Instant from,
            Instant until) {}

    /** The sums over the lines of one instance under one price book version; indexes are ordinals of Dimension. */
    public record Sums(
            InstanceId instance,
            String instanceName,
            PriceBook book,
            List<BigInteger> quantities,
            List<Long> micros,
            int usageLines,
            Instant from,
            Instant until) {
        /** One line per dimension of which something was used. */
        List<Line> lines() {
            List<Line> lines = new ArrayList<>();
            for (Dimension dimension : Dimension.values()) {
                BigInteger quantity = quantities.get(dimension.ordinal());
                if (quantity.signum() > 0) {
                    lines.add(new Line(
                            instance,
                            instanceName,
                            dimension,
                            quantity,
                            book.unitLabel(dimension),
                            book.version(),
                            micros.get(dimension.ordinal()),
                            usageLines,
                            from,
                            until));
                }
            }
            return lines;
        }
    }

    /** @param sums at least one */
    public static Statement of(List<Sums> sums, byte[] linesHash) {
        List<Line> lines = sums.stream()
                .sorted(Comparator.comparing(Sums::instance)
                        .thenComparing(group -> group.book().version()))
                .flatMap(group -> group.lines().stream())
                .toList();
        return new Statement(
                lines,
                sums.stream().mapToInt(Sums::usageLines).reduce(0, Math::addExact),
                sums.stream().map(Sums::from).min(Comparator.naturalOrder()).orElseThrow(),
                sums.stream().map(Sums::until).max(Comparator.naturalOrder()).orElseThrow(),
                linesHash);
    }

    public long totalMicros() {
        return lines.stream().mapToLong(Line::micros).reduce(0, Math::addExact);
    }
}
