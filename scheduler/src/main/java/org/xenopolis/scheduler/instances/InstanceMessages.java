package org.xenopolis.scheduler.instances;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.List;
import org.xenopolis.contracts.instances.Instance;

/** Instances in the words of the contract. */
final class InstanceMessages {
    private InstanceMessages() {}

    static Instance of(InstanceRecord instance, List<String> volumes) {
        Instance.Builder message = Instance.newBuilder()
                .setId(instance.id().toString())
                .setSpec(instance.spec())
                .setState(instance.state().name())
                .setEpoch(instance.place().epoch())
                .setGeneration(instance.generation())
                .setCreatedAt(stamp(instance.createdAt()))
                .setUpdatedAt(stamp(instance.updatedAt()))
                .addAllVolumeIds(volumes);
        if (instance.place().host() != null) {
            message.setHostId(instance.place().host().toString());
        }
        if (instance.operation() != null) {
            message.setOperationId(instance.operation().toString());
        }
        if (instance.error() != null) {
            message.setError(instance.error());
        }
        return message.build();
    }

    static Timestamp stamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
