package org.xenopolis.scheduler.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.scheduler.Ledgers;
import org.xenopolis.scheduler.SchedulerStack;
import org.xenopolis.scheduler.instances.InstanceStore;

/** User data that is stored in the open, or sealed by a key that is to go. */
@QuarkusTest
@QuarkusTestResource(SchedulerStack.class)
class ResealingTest {
    @Inject
    @SuppressWarnings("NullAway.Init")
    Resealing resealing;

    @Inject
    @SuppressWarnings("NullAway.Init")
    InstanceStore instances;

    private final Ledgers ledgers = new Ledgers();

    @Test
    void everythingIsSealedByTheCurrentKey() {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 1);
        InstanceId open = stored("'open secret'::bytea", "null");
        InstanceId old = new InstanceId(UUID.randomUUID());
        Sealed sealed = new UserDataVault("test-1:" + Base64.getEncoder().encodeToString(key))
                .seal(old, ByteString.copyFromUtf8("old secret"));
        store(old, "'\\x" + HexFormat.of().formatHex(sealed.bytes()) + "'::bytea", "'test-1'");

        assertThat(resealing.reseal()).isEqualTo(2);
        assertThat(resealing.reseal()).isZero();

        assertThat(instances.userData(open).toStringUtf8()).isEqualTo("open secret");
        assertThat(instances.userData(old).toStringUtf8()).isEqualTo("old secret");
        assertThat(ledgers.query("select key_id from instance_secrets where instance_id in ('" + open + "', '" + old
                        + "') and position('secret'::bytea in user_data) = 0"))
                .containsExactly("test-2", "test-2");
    }

    private InstanceId stored(String data, String key) {
        InstanceId id = new InstanceId(UUID.randomUUID());
        store(id, data, key);
        return id;
    }

    private void store(InstanceId id, String data, String key) {
        ledgers.execute("insert into instances (id, tenant_id, project_id, spec, state, intended) values ('" + id
                + "', gen_random_uuid(), gen_random_uuid(), '', 'DELETED', 'DELETED');"
                + "insert into instance_secrets (instance_id, user_data, key_id) values ('" + id + "', " + data + ", "
                + key + ")");
    }
}
