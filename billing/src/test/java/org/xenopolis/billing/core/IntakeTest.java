package org.xenopolis.billing.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.TenantId;

class IntakeTest {
    private static final PriceBook BOOK = PriceBook.of(
            1,
            new UUID(0, 0),
            Lines.EUR,
            Instant.EPOCH,
            List.of(new Price(Dimension.VCPU_RESERVED, 1, BigInteger.ONE, "vCPU ns")));

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    /** What is stored, as plain as can be. */
    private static final class Shelf implements Intake.Stored {
        private final Map<Usage.LineId, byte[]> hashes = new HashMap<>();
        private final List<Usage> billed = new ArrayList<>();

        @Override
        public byte @Nullable [] hash(Usage.LineId line) {
            return hashes.get(line);
        }

        @Override
        public boolean isCovered(Usage usage) {
            return billed.stream().anyMatch(other -> overlap(other, usage));
        }

        Intake.Outcome take(List<ProvenLine> lines) {
            Intake.Outcome outcome = Intake.decide(lines, known(this));
            outcome.rated().forEach(line -> {
                hashes.put(line.usage().line(), line.line().link().hash());
                billed.add(line.usage());
            });
            outcome.held()
                    .forEach(held -> hashes.putIfAbsent(
                            held.line().id(), held.line().link().hash()));
            return outcome;
        }
    }

    private static boolean overlap(Usage one, Usage other) {
        return one.reservedNanos() > 0
                && other.reservedNanos() > 0
                && one.instance().equals(other.instance())
                && one.interval().startNanos() < other.interval().endNanos()
                && other.interval().startNanos() < one.interval().endNanos();
    }

    private static Intake.Known known(Intake.Stored stored) {
        return new Intake.Known(
                Map.of(Lines.INSTANCE, Lines.TENANT),
                Map.of(Lines.TENANT, Lines.EUR),
                new PriceBooks(List.of(BOOK)),
                stored);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void billsEachLineOnceHoweverOftenAndInWhateverOrderItComes(long seed) {
        List<ProvenLine> lines = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            lines.add(Lines.proven(Lines.usage(i + 1, 10L * i, 10L * i + 10)));
        }
        SplittableRandom random = new SplittableRandom(seed);
        List<ProvenLine> delivered = new ArrayList<>(lines);
        for (int i = 0; i < 40; i++) {
            delivered.add(lines.get(random.nextInt(lines.size())));
        }
        Collections.shuffle(delivered, new Random(seed));

        Shelf shelf = new Shelf();
        List<RatedLine> rated = new ArrayList<>();
        List<Usage.LineId> received = new ArrayList<>();
        while (!delivered.isEmpty()) {
            List<ProvenLine> poll = delivered.subList(0, Math.min(delivered.size(), random.nextInt(1, 20)));
            Intake.Outcome outcome = shelf.take(List.copyOf(poll));
            rated.addAll(outcome.rated());
            received.addAll(outcome.received());
            assertThat(outcome.held()).isEmpty();
            poll.clear();
        }

        assertThat(rated.stream().map(RatedLine::line).collect(Collectors.toSet()))
                .hasSize(30)
                .containsExactlyInAnyOrderElementsOf(lines);
        assertThat(rated).hasSize(30);
        assertThat(received).hasSize(30).doesNotHaveDuplicates();
        assertThat(rated.stream().mapToLong(RatedLine::totalMicros).sum()).isEqualTo(2 * 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void billsNoNanosecondTwice(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Shelf shelf = new Shelf();
        for (int i = 1; i < 60; i++) {
            long start = random.nextLong(200);
            DomainState state = random.nextInt(5) == 0 ? DomainState.DYING : DomainState.RUNNING;
            ProvenLine line =
                    Lines.proven(Lines.usage(i, start, start + random.nextLong(30), state, Lines.JUNE, Lines.JUNE));
            ProvenLine other = Lines.proven(Lines.usage(i + 100, start + 5, start + 15));
            shelf.take(random.nextBoolean() ? List.of(line) : List.of(line, other));
        }
        for (Usage one : shelf.billed) {
            assertThat(shelf.billed.stream().filter(other -> overlap(one, other) && one != other))
                    .isEmpty();
        }
        assertThat(shelf.billed).hasSizeGreaterThan(5);
    }

    @Test
    void holdsAnotherLineUnderAUsedSequence() {
        Shelf shelf = new Shelf();
        Usage usage = Lines.usage(1, 0, 10);
        shelf.take(List.of(Lines.proven(usage)));

        Intake.Outcome outcome = shelf.take(List.of(Lines.proven(usage, "forged")));

        assertThat(outcome.rated()).isEmpty();
        assertThat(outcome.received()).isEmpty();
        assertThat(outcome.held()).extracting(Intake.Held::obstacle).containsExactly(Obstacle.SEQUENCE_CONFLICT);
    }

    @Test
    void holdsWhatItCannotBillYetOrAtAll() {
        Intake.Stored nothing = new Shelf();
        Usage usage = Lines.usage(1, 0, 10);
        PriceBooks books = new PriceBooks(List.of(BOOK));
        TenantId stranger = new TenantId(new UUID(5, 5));
        var owners = Map.of(Lines.INSTANCE, Lines.TENANT);
        var accounts = Map.of(Lines.TENANT, Lines.EUR);

        assertThat(obstacle(usage, new Intake.Known(Map.of(), accounts, books, nothing)))
                .isEqualTo(Obstacle.UNKNOWN_INSTANCE);
        assertThat(obstacle(usage, new Intake.Known(Map.of(Lines.INSTANCE, stranger), accounts, books, nothing)))
                .isEqualTo(Obstacle.TENANT_CONTRADICTION);
        assertThat(obstacle(usage, new Intake.Known(owners, Map.of(), books, nothing)))
                .isEqualTo(Obstacle.UNKNOWN_ACCOUNT);
        assertThat(obstacle(usage, new Intake.Known(owners, accounts, PriceBooks.NONE, nothing)))
                .isEqualTo(Obstacle.NO_PRICE_BOOK);
        Usage huge = Lines.usage(1, 0, Long.MAX_VALUE);
        assertThat(obstacle(huge, new Intake.Known(owners, accounts, books, nothing)))
                .isEqualTo(Obstacle.AMOUNT_TOO_LARGE);
    }

    private static Obstacle obstacle(Usage usage, Intake.Known known) {
        Intake.Outcome outcome = Intake.decide(List.of(Lines.proven(usage)), known);
        assertThat(outcome.rated()).isEmpty();
        assertThat(outcome.received()).containsExactly(usage.line());
        return outcome.held().getFirst().obstacle();
    }
}
