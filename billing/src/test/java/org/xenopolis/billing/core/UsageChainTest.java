package org.xenopolis.billing.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UsageChainTest {
    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noticesAnyChangedBitAndAnyMovedLine(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<UsageChain.Link> links = chain(random, 6);
        assertThat(UsageChain.holds(links)).isTrue();

        List<UsageChain.Link> damaged = new ArrayList<>(links);
        int at = random.nextInt(links.size() - 1);
        switch (random.nextInt(3)) {
            case 0 -> flip(random, links.get(at));
            case 1 -> damaged.add(damaged.remove(at));
            default -> damaged.set(at, links.get(at + 1));
        }

        assertThat(UsageChain.holds(damaged)).isFalse();
    }

    @Test
    void acceptsOnlySignaturesOfItsKeys() throws GeneralSecurityException {
        KeyPair mine = keys();
        KeyPair other = keys();
        byte[] hash = new byte[UsageChain.HASH_BYTES];
        byte[] signature = sign(mine, hash);

        assertThat(UsageChain.isSigned(hash, signature, List.of(other.getPublic(), mine.getPublic())))
                .isTrue();
        assertThat(UsageChain.isSigned(hash, signature, List.of(other.getPublic())))
                .isFalse();
        assertThat(UsageChain.isSigned(hash, signature, List.<PublicKey>of())).isFalse();
        assertThat(UsageChain.isSigned(hash, new byte[] {1, 2, 3}, List.of(mine.getPublic())))
                .isFalse();
        hash[3] = 1;
        assertThat(UsageChain.isSigned(hash, signature, List.of(mine.getPublic())))
                .isFalse();
    }

    private static void flip(SplittableRandom random, UsageChain.Link link) {
        byte[][] parts = {link.previousHash(), link.body(), link.hash()};
        byte[] part = parts[random.nextInt(parts.length)];
        part[random.nextInt(part.length)] ^= (byte) (1 << random.nextInt(8));
    }

    private static List<UsageChain.Link> chain(SplittableRandom random, int length) {
        List<UsageChain.Link> links = new ArrayList<>();
        byte[] previous = new byte[UsageChain.HASH_BYTES];
        for (int i = 0; i < length; i++) {
            byte[] body = new byte[random.nextInt(1, 200)];
            random.nextBytes(body);
            var digest = UsageChain.sha256();
            digest.update(previous);
            byte[] hash = digest.digest(body);
            links.add(new UsageChain.Link(previous.clone(), body, hash));
            previous = hash;
        }
        return links;
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static byte[] sign(KeyPair keys, byte[] hash) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(UsageChain.SIGNATURE_ALGORITHM);
        signature.initSign(keys.getPrivate());
        signature.update(hash);
        return signature.sign();
    }
}
