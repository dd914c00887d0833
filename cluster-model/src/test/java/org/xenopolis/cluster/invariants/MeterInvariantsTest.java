package org.xenopolis.cluster.invariants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.cluster.CpuTime;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.VcpuCount;

class MeterInvariantsTest {
    private static final HostId HOST = new HostId(new UUID(0, 1));
    private static final InstanceId GUEST = new InstanceId(new UUID(1, 1));

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void findNothingInMetersThatBillTheTruth(long seed) {
        TruthGenerator truth = new TruthGenerator(seed, 3, 5);
        Collections.shuffle(truth.meters, new Random(seed));

        assertThat(check(truth.meters, truth.events)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void findOneNanosecondOrOneLineTooManyOrTooFew(long seed) {
        TruthGenerator truth = new TruthGenerator(seed, 3, 5);
        SplittableRandom random = new SplittableRandom(seed);
        int at = random.nextInt(truth.meters.size());
        MeterInterval line = truth.meters.get(at);

        assertThat(check(replaced(truth.meters, at, List.of()), truth.events))
                .as("lost")
                .isNotEmpty();
        assertThat(check(replaced(truth.meters, at, List.of(line, line)), truth.events))
                .as("twice")
                .isNotEmpty();
        assertThat(check(replaced(truth.meters, at, List.of(shifted(line, 1, 0, 0))), truth.events))
                .as("begins late")
                .isNotEmpty();
        assertThat(check(replaced(truth.meters, at, List.of(shifted(line, -1, 0, 0))), truth.events))
                .as("begins early")
                .isNotEmpty();
        assertThat(check(replaced(truth.meters, at, List.of(shifted(line, 0, 1, 0))), truth.events))
                .as("ends late")
                .isNotEmpty();
        assertThat(check(replaced(truth.meters, at, List.of(shifted(line, 0, 0, 1))), truth.events))
                .as("CPU")
                .isNotEmpty();
    }

    /** Short times, counted one nanosecond after the other. */
    @ParameterizedTest
    @MethodSource("seeds")
    void agreeWithCountingEveryNanosecond(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] truth = new int[20];
        List<TruthEvent> events = new ArrayList<>();
        DomainState state = DomainState.BUILDING;
        for (int now = 0; now < truth.length; now++) {
            if (now == 0 || random.nextInt(4) == 0) {
                state = random.nextBoolean() ? DomainState.RUNNING : DomainState.SUSPENDED;
                events.add(event("b", now, state));
            }
            truth[now] = state == DomainState.RUNNING ? 1 : 0;
        }
        events.add(event("b", truth.length, DomainState.GONE));
        // Mostly the truth in pieces, sometimes with a slip.
        List<MeterInterval> meters = new ArrayList<>();
        int[] billed = new int[truth.length];
        for (int now = 0; now < truth.length; now++) {
            if (truth[now] == 1 && random.nextInt(40) > 0) {
                int length = random.nextInt(60) == 0 ? 2 : 1;
                meters.add(interval(now, Math.min(now + length, truth.length)));
                for (int i = now; i < Math.min(now + length, truth.length); i++) {
                    billed[i]++;
                }
            }
        }

        assertThat(check(meters, events).isEmpty()).as("%s %s", events, meters).isEqualTo(Arrays.equals(truth, billed));
    }

    @Test
    void judgeOnlyWhatWasBeforeTheGivenMoment() {
        List<TruthEvent> alive = List.of(event("b", 0, DomainState.RUNNING));
        List<MeterInterval> toTen = List.of(interval(0, 5), interval(5, 10));

        assertThat(Invariants.ofMeters(toTen, alive, TruthGenerator::billed, 10, 0))
                .isEmpty();
        assertThat(Invariants.ofMeters(toTen, alive, TruthGenerator::billed, 9, 0))
                .isEmpty();
        assertThat(Invariants.ofMeters(toTen, alive, TruthGenerator::billed, 11, 0))
                .hasSize(1);
        assertThat(Invariants.ofMeters(toTen, alive, TruthGenerator::billed, 11, 1))
                .isEmpty();
        assertThat(check(toTen, alive)).hasSize(1);
    }

    @Test
    void leaveOpenHowLongAHostThatFellSilentRan() {
        List<TruthEvent> events = List.of(
                event("b", 0, DomainState.RUNNING),
                event("b", 5, DomainState.BLOCKED),
                event("next", 20, DomainState.BUILDING),
                event("next", 21, DomainState.GONE));

        assertThat(check(List.of(interval(0, 5)), events)).isEmpty();
        assertThat(check(List.of(interval(0, 20)), events)).isEmpty();
        assertThat(check(List.of(interval(0, 4)), events)).hasSize(1);
        assertThat(check(List.of(interval(0, 21)), events)).hasSize(1);
    }

    @Test
    void findABillForAnotherInstance() {
        List<TruthEvent> events = List.of(event("b", 0, DomainState.RUNNING), event("b", 10, DomainState.GONE));
        MeterInterval wrong = new MeterInterval(HOST, "b", 1, new InstanceId(new UUID(1, 2)), 0, 10, CpuTime.ZERO);

        assertThat(check(List.of(wrong), events)).hasSize(2);
    }

    @Test
    void findTwiceBilledTimeWithoutTheTruth() {
        assertThat(Invariants.ofMeters(List.of(interval(5, 9), interval(0, 5)))).isEmpty();
        assertThat(Invariants.ofMeters(List.of(interval(0, 9), interval(2, 3), interval(8, 10))))
                .extracting(Violation::invariant)
                .containsExactly(Invariant.I4, Invariant.I4);
        assertThatIllegalArgumentException().isThrownBy(() -> interval(1, 0));
    }

    private static List<Violation> check(List<MeterInterval> meters, List<TruthEvent> events) {
        return Invariants.ofMeters(meters, events, TruthGenerator::billed, Long.MAX_VALUE, 0);
    }

    private static List<MeterInterval> replaced(List<MeterInterval> all, int at, List<MeterInterval> by) {
        List<MeterInterval> changed = new ArrayList<>(all);
        changed.remove(at);
        changed.addAll(by);
        return changed;
    }

    private static MeterInterval shifted(MeterInterval line, long from, long to, long cpu) {
        return new MeterInterval(
                line.host(),
                line.bootId(),
                line.domid(),
                line.instance(),
                line.fromNanos() + from,
                line.toNanos() + to,
                new CpuTime(line.cpu().nanos() + cpu));
    }

    private static MeterInterval interval(long from, long to) {
        return new MeterInterval(HOST, "b", 1, GUEST, from, to, CpuTime.ZERO);
    }

    private static TruthEvent event(String boot, long nanos, DomainState state) {
        return new TruthEvent(
                HOST,
                boot,
                nanos,
                OptionalLong.empty(),
                1,
                GUEST,
                state,
                MemorySize.ofMebibytes(1),
                VcpuCount.of(1),
                CpuTime.ZERO);
    }
}
