package org.xenopolis.billing.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.cluster.InstanceId;

class InvoiceAuditTest {
    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void findsNothingInWhatTheRatingMade(long seed) {
        Sample sample = Sample.of(seed);

        assertThat(sample.audit(sample.lines).differences(sample.statement(), sample.total()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void findsALineThatIsMissing(long seed) {
        Sample sample = Sample.of(seed);
        List<RatedLine> lines = new ArrayList<>(sample.lines);
        lines.remove(new SplittableRandom(seed).nextInt(lines.size()));

        assertThat(sample.audit(lines).differences(sample.statement(), sample.total()))
                .anyMatch(difference -> difference.contains("usage lines"));
    }

    @Test
    void findsAnotherTotal() {
        Sample sample = Sample.of(1);

        assertThat(sample.audit(sample.lines).differences(sample.statement(), sample.total() + 1))
                .hasSize(1);
    }

    @Test
    void findsALineWhoseBodyWasChanged() {
        Sample sample = Sample.of(1);
        InvoiceAudit audit = new InvoiceAudit(Lines.TENANT, sample.books);
        sample.lines.forEach(line -> {
            line.line().link().body()[0] ^= 1;
            audit.take(line.line(), line.priceBookVersion(), line.totalMicros());
        });

        assertThat(audit.differences(sample.statement(), sample.total()))
                .hasSize(sample.lines.size())
                .allMatch(difference -> difference.contains("hash"));
    }

    private record Sample(PriceBooks books, List<RatedLine> lines) {
        static Sample of(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            PriceBooks books = PriceBooks.of(List.of(
                    Lines.randomBook(random, 1, Instant.EPOCH),
                    Lines.randomBook(random, 2, Lines.JUNE.plusSeconds(20_000))));
            List<RatedLine> lines = new ArrayList<>();
            long start = 0;
            for (int i = 1; i <= 40; i++) {
                Usage usage = Lines.randomUsage(random, i, start);
                start = usage.interval().endNanos();
                PriceBook book = books.at(Lines.EUR, usage.startWall()).orElseThrow();
                Charges charges = Rating.rate(usage, book);
                lines.add(new RatedLine(Lines.proven(usage), book.version(), charges, charges.totalMicros()));
            }
            return new Sample(books, lines);
        }

        InvoiceAudit audit(List<RatedLine> taken) {
            InvoiceAudit audit = new InvoiceAudit(Lines.TENANT, books);
            taken.forEach(line -> audit.take(line.line(), line.priceBookVersion(), line.totalMicros()));
            return audit;
        }

        long total() {
            return lines.stream().mapToLong(RatedLine::totalMicros).sum();
        }

        Statement statement() {
            record Group(InstanceId instance, int version) {}
            Map<Group, List<RatedLine>> groups = lines.stream()
                    .collect(
                            Collectors.groupingBy(line -> new Group(line.usage().instance(), line.priceBookVersion())));
            List<Statement.Sums> sums = new ArrayList<>();
            groups.forEach((group, members) -> sums.add(new Statement.Sums(
                    group.instance(),
                    "vm",
                    books.version(group.version()).orElseThrow(),
                    perDimension(dimension -> members.stream()
                            .map(line -> Quantity.of(line.usage(), dimension).toBigInteger())
                            .reduce(BigInteger.ZERO, BigInteger::add)),
                    perDimension(dimension -> members.stream()
                            .mapToLong(line -> line.charges().micros(dimension))
                            .sum()),
                    members.size(),
                    Lines.JUNE,
                    Lines.JUNE)));
            var digest = UsageChain.sha256();
            lines.forEach(line -> digest.update(line.line().link().hash()));
            return Statement.of(sums, digest.digest());
        }

        private static <T> List<T> perDimension(Function<Dimension, T> sum) {
            return Stream.of(Dimension.values()).map(sum).toList();
        }
    }
}
