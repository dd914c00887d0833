package org.xenopolis.billing;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.xenopolis.billing.core.UsageChain;
import org.xenopolis.contracts.usage.UsageBatch;
import org.xenopolis.contracts.usage.UsageBody;
import org.xenopolis.contracts.usage.UsageLine;

/** A host that meters and signs as the contract says. */
final class SimulatedHost {
    final UUID id;
    private KeyPair keys = newKeys();
    private byte[] last = new byte[UsageChain.HASH_BYTES];
    private long sequence;

    SimulatedHost(UUID id) {
        this.id = id;
    }

    byte[] publicKey() {
        return keys.getPublic().getEncoded();
    }

    void renewKey() {
        keys = newKeys();
    }

    /** A line that says one hour of one vCPU, one GiB of memory and ten of disk, half of it busy. */
    UsageBody.Builder hour(UUID instance, UUID tenant, int hour) {
        long nanos = 3_600_000_000_000L;
        Instant start = Instant.parse("2026-06-01T00:00:00Z").plusSeconds(3600L * hour);
        return UsageBody.newBuilder()
                .setBootId("boot-1")
                .setInstanceId(instance.toString())
                .setTenantId(tenant.toString())
                .setInstanceEpoch(1)
                .setState("RUNNING")
                .setStartMonotonicNanos(hour * nanos)
                .setEndMonotonicNanos((hour + 1) * nanos)
                .setStartWall(timestamp(start))
                .setEndWall(timestamp(start.plusSeconds(3600)))
                .setVcpus(1)
                .setMemoryBytes(1L << 30)
                .setDiskBytes(10L << 30)
                .setCpuNanos(nanos / 2);
    }

    /** Signs the lines under the next sequences. */
    UsageBatch batch(UsageBody.Builder... bodies) {
        List<UsageLine> lines = new ArrayList<>();
        for (UsageBody.Builder body : bodies) {
            lines.add(line(body));
        }
        return signed(lines);
    }

    UsageBatch signed(List<UsageLine> lines) {
        return UsageBatch.newBuilder()
                .setHostId(id.toString())
                .addAllLines(lines)
                .setSignature(ByteString.copyFrom(sign(lines.getLast().getHash().toByteArray())))
                .build();
    }

    private UsageLine line(UsageBody.Builder body) {
        byte[] bytes =
                body.setHostId(id.toString()).setSequence(++sequence).build().toByteArray();
        var digest = UsageChain.sha256();
        digest.update(last);
        byte[] hash = digest.digest(bytes);
        UsageLine line = UsageLine.newBuilder()
                .setBody(ByteString.copyFrom(bytes))
                .setPreviousHash(ByteString.copyFrom(last))
                .setHash(ByteString.copyFrom(hash))
                .build();
        last = hash;
        return line;
    }

    private byte[] sign(byte[] hash) {
        try {
            Signature signature = Signature.getInstance(UsageChain.SIGNATURE_ALGORITHM);
            signature.initSign(keys.getPrivate());
            signature.update(hash);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }
}
