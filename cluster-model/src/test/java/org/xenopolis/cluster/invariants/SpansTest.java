package org.xenopolis.cluster.invariants;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.cluster.invariants.Spans.Span;

class SpansTest {
    static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void areSetsOfNanoseconds(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Span> some = any(random);
        List<Span> others = any(random);
        BitSet left = bits(some);
        left.andNot(bits(others));

        Spans union = Spans.union(some);
        Spans difference = union.minus(Spans.union(others));

        assertThat(bits(union.spans())).isEqualTo(bits(some));
        assertThat(bits(difference.spans())).isEqualTo(left);
        assertThat(union.spans()).as("do not touch").hasSize(runs(bits(some)));
        assertThat(difference.spans()).as("do not touch").hasSize(runs(left));
    }

    private static List<Span> any(SplittableRandom random) {
        List<Span> spans = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            int from = random.nextInt(20);
            spans.add(new Span(from, from + random.nextInt(-1, 10)));
        }
        return spans;
    }

    private static BitSet bits(List<Span> spans) {
        BitSet bits = new BitSet();
        for (Span span : spans) {
            if (span.from() < span.to()) {
                bits.set((int) span.from(), (int) span.to());
            }
        }
        return bits;
    }

    private static int runs(BitSet bits) {
        return (int) bits.stream().filter(bit -> bit == 0 || !bits.get(bit - 1)).count();
    }
}
