package org.xenopolis.scheduler.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.Base64;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.cluster.InstanceId;

class UserDataVaultTest {
    private static final InstanceId OWNER = new InstanceId(UUID.randomUUID());

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsSealedIsOpenedAndNothingElse(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] secret = new byte[random.nextInt(1, 20_000)];
        random.nextBytes(secret);
        UserDataVault vault = new UserDataVault(keys(1));
        Sealed sealed = vault.seal(OWNER, ByteString.copyFrom(secret));

        assertThat(vault.open(OWNER, sealed).toByteArray()).isEqualTo(secret);
        assertThat(vault.seal(OWNER, ByteString.copyFrom(secret)).bytes()).isNotEqualTo(sealed.bytes());
        byte[] damaged = sealed.bytes().clone();
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        assertThatThrownBy(() -> vault.open(OWNER, new Sealed(sealed.keyId(), damaged)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> vault.open(new InstanceId(UUID.randomUUID()), sealed))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aNewKeySealsAndTheOldOneStillOpens() {
        ByteString secret = ByteString.copyFromUtf8("secret");
        Sealed old = new UserDataVault(keys(1)).seal(OWNER, secret);
        UserDataVault rotated = new UserDataVault(keys(2) + "," + keys(1));

        assertThat(rotated.open(OWNER, old)).isEqualTo(secret);
        assertThat(rotated.seal(OWNER, secret).keyId()).isEqualTo("k2");
        assertThatThrownBy(() -> new UserDataVault(keys(2)).open(OWNER, old)).hasMessageContaining("no key k1");
    }

    @Test
    void keysThatAreNoneAreRefusedWithoutBeingQuoted() {
        String key = keys(1).substring(3);
        for (String wrong :
                new String[] {"", key, "K1:" + key, "k1:" + key.substring(4), "k1:?" + key, "k1:" + key + ",k1:" + key
                }) {
            assertThatThrownBy(() -> SecretKeys.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasNoCause()
                    .message()
                    .doesNotContain(key.substring(4, 40));
        }
        assertThat(SecretKeys.parse(keys(1)).toString()).isEqualTo("SecretKeys[k1]");
    }

    private static String keys(int number) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) number);
        return "k" + number + ":" + Base64.getEncoder().encodeToString(bytes);
    }
}
