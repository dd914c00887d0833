package org.xenopolis.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.gateway.core.AuditChain.Head;
import org.xenopolis.gateway.core.AuditChain.Link;

class AuditChainTest {
    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aWholeChainIsIntact(long seed) {
        List<Link> chain = chain(new SplittableRandom(seed));

        assertThat(faults(chain, head(chain))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anEditedEntryIsFound(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Link> chain = chain(random);
        Head head = head(chain);
        int at = random.nextInt(chain.size());
        Link link = chain.get(at);
        chain.set(at, new Link(link.sequence(), link.entry() + " ", link.previous(), link.hash()));

        assertThat(faults(chain, head)).extracting(AuditChain.Fault::sequence).contains(link.sequence());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anEditedEntryWithItsHashMadeAgainIsFound(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Link> chain = chain(random);
        Head head = head(chain);
        int at = random.nextInt(chain.size());
        Link link = chain.get(at);
        String forged = link.entry().replace('a', 'b') + "!";
        chain.set(at, new Link(link.sequence(), forged, link.previous(), AuditChain.hash(link.previous(), forged)));

        assertThat(faults(chain, head)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aMissingEntryIsFound(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Link> chain = chain(random);
        Head head = head(chain);
        chain.remove(random.nextInt(chain.size()));

        assertThat(faults(chain, head)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void entriesInAnotherOrderAreFound(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Link> chain = chain(random);
        Head head = head(chain);
        int at = random.nextInt(chain.size() - 1);
        Collections.swap(chain, at, at + 1);

        assertThat(faults(chain, head)).isNotEmpty();
    }

    @Test
    void anEmptyChainIsIntactUnlessItsHeadSaysOtherwise() {
        assertThat(faults(List.of(), new Head(0, AuditChain.start()))).isEmpty();
        assertThat(faults(List.of(), new Head(1, AuditChain.start()))).hasSize(1);
    }

    @Test
    void canonicalJsonHasOneTextPerValue() {
        assertThat(CanonicalJson.write(Map.of("b", List.of(1, 2L, true), "a", "\"\\\n\u0001é")))
                .isEqualTo("{\"a\":\"\\\"\\\\\\u000a\\u0001é\",\"b\":[1,2,true]}");
        assertThat(CanonicalJson.write(Map.of())).isEqualTo("{}");
    }

    private static List<Link> chain(SplittableRandom random) {
        List<Link> chain = new ArrayList<>();
        byte[] previous = AuditChain.start();
        int length = random.nextInt(2, 30);
        for (int i = 1; i <= length; i++) {
            String entry = CanonicalJson.write(Map.of("action", "a" + random.nextInt(5), "n", random.nextLong()));
            byte[] hash = AuditChain.hash(previous, entry);
            chain.add(new Link(i, entry, previous, hash));
            previous = hash;
        }
        return chain;
    }

    private static Head head(List<Link> chain) {
        return new Head(chain.getLast().sequence(), chain.getLast().hash());
    }

    private static List<AuditChain.Fault> faults(List<Link> chain, Head head) {
        AuditChain.Verifier verifier = new AuditChain.Verifier();
        chain.forEach(verifier::take);
        return verifier.faults(head);
    }
}
