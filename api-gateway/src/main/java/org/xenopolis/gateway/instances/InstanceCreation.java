package org.xenopolis.gateway.instances;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.xenopolis.contracts.ProblemStatus;
import org.xenopolis.contracts.billing.AuthoriseRequest;
import org.xenopolis.contracts.billing.ReleaseRequest;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.images.Image;
import org.xenopolis.contracts.instances.CreateInstanceRequest;
import org.xenopolis.contracts.instances.Instance;
import org.xenopolis.contracts.instances.InstanceSpec;
import org.xenopolis.contracts.instances.Nic;
import org.xenopolis.contracts.instances.Operation;
import org.xenopolis.contracts.instances.RecoveryPolicy;
import org.xenopolis.gateway.core.Amounts;
import org.xenopolis.gateway.mutations.Answer;
import org.xenopolis.gateway.mutations.Ids;
import org.xenopolis.gateway.mutations.RemoteWork;
import org.xenopolis.gateway.networks.Nics;
import org.xenopolis.gateway.operations.Accepted;
import org.xenopolis.gateway.peers.Words;
import org.xenopolis.gateway.quotas.Quotas;

/**
 * Creates one instance: quota, addresses and keys here, then the first hour's price held by billing, then the scheduler.
 * Each of them takes the instance's id as the name of what it does, so doing it again changes nothing. The scheduler's fact
 * that it accepted the instance confirms the reservation.
 */
final class InstanceCreation implements RemoteWork {
    private static final Logger LOG = Logger.getLogger(InstanceCreation.class);

    /** What is known before anything is reserved. */
    record Wish(
            UUID tenant, UUID project, boolean isDefault, CreateInstance request, Sizes.Amount amount, Image image) {}

    private final Wish wish;
    private final InstanceParts parts;
    private List<Nic> nics = List.of();
    private List<String> keys = List.of();

    InstanceCreation(Wish wish, InstanceParts parts) {
        this.wish = wish;
        this.parts = parts;
    }

    @Override
    public Uni<?> reserve(Mutiny.Session session, Ids ids) {
        CreateInstance request = wish.request();
        Uni<Void> allowed = wish.isDefault()
                ? Uni.createFrom().voidItem()
                : parts.projects().require(session, wish.tenant(), wish.project());
        return allowed.chain(() -> parts.keyPairs().publicKeys(session, wish.tenant(), request.keyPairsOrNone()))
                .invoke(found -> keys = found)
                .chain(() -> parts.nics().attach(session, wish.tenant(), ids.entity(), wishes(request)))
                .invoke(attached -> nics = attached)
                .chain(() -> parts.quotas().reserve(session, claim(ids)));
    }

    private static List<Nics.Wish> wishes(CreateInstance request) {
        return request.networksOrNone().stream()
                .map(network -> new Nics.Wish(
                        network.networkId(),
                        network.securityGroupIds() == null ? List.of() : network.securityGroupIds(),
                        Optional.ofNullable(network.addressId())))
                .toList();
    }

    @Override
    public Answer act(Ids ids) {
        Resources resources = wish.amount().resources();
        parts.downstream()
                .billing()
                .authorise(AuthoriseRequest.newBuilder()
                        .setTenantId(wish.tenant().toString())
                        .setInstanceId(ids.entityText())
                        .setProjectId(wish.project().toString())
                        .setResources(resources)
                        .setInstanceName(wish.request().name())
                        .build());
        InstanceSpec spec = spec(resources);
        Operation operation = create(ids, spec);
        Instance pending = Instance.newBuilder()
                .setId(ids.entityText())
                .setSpec(spec)
                .setState("PENDING")
                .setGeneration(1)
                .setOperationId(operation.getId())
                .setCreatedAt(operation.getCreatedAt())
                .setUpdatedAt(operation.getCreatedAt())
                .build();
        return Accepted.tenant(operation, InstanceView.ofTenant(pending), null);
    }

    private Operation create(Ids ids, InstanceSpec spec) {
        try {
            return parts.downstream()
                    .instances()
                    .createInstance(CreateInstanceRequest.newBuilder()
                            .setInstanceId(ids.entityText())
                            .setOperationId(ids.operationText())
                            .setSpec(spec)
                            .build());
        } catch (StatusRuntimeException e) {
            if (!ProblemStatus.outcomeUnknown(e)) {
                releaseFunds(ids);
            }
            throw e;
        }
    }

    private void releaseFunds(Ids ids) {
        try {
            parts.downstream()
                    .billing()
                    .releaseAuthorisation(ReleaseRequest.newBuilder()
                            .setTenantId(wish.tenant().toString())
                            .setInstanceId(ids.entityText())
                            .build());
        } catch (StatusRuntimeException e) {
            LOG.warnf("funds held for instance %s were not released: %s", ids.entity(), e.getStatus());
        }
    }

    @Override
    public Uni<?> undo(Mutiny.Session session, Ids ids) {
        return parts.quotas()
                .release(session, ids.entity())
                .chain(() -> parts.nics().detach(session, ids.entity()));
    }

    private Quotas.Claim claim(Ids ids) {
        Resources resources = wish.amount().resources();
        return new Quotas.Claim(
                ids.entity(),
                wish.tenant(),
                Quotas.Kind.INSTANCE,
                ids.entity(),
                Amounts.ofInstance(resources.getVcpus(), resources.getMemoryBytes(), resources.getDiskBytes()));
    }

    private InstanceSpec spec(Resources resources) {
        CreateInstance request = wish.request();
        List<String> allKeys = new ArrayList<>(keys);
        request.keysOrNone().forEach(key -> allKeys.add(key.strip()));
        InstanceSpec.Builder spec = InstanceSpec.newBuilder()
                .setName(request.name())
                .setTenantId(wish.tenant().toString())
                .setProjectId(wish.project().toString())
                .setImageId(wish.image().getId())
                .setImageDigest(wish.image().getManifestDigest())
                .setResources(resources)
                .setZone(Words.orEmpty(request.zone()))
                .setAffinityGroup(Words.orEmpty(request.affinityGroup()))
                .setAntiAffinityGroup(Words.orEmpty(request.antiAffinityGroup()))
                .setCpuWeight(request.cpuWeight() == null ? 0 : request.cpuWeight())
                .setCpuCapPercent(request.cpuCapPercent() == null ? 0 : request.cpuCapPercent())
                .addAllNics(nics)
                .addAllSshPublicKeys(allKeys)
                .setRecovery(
                        request.recovery() == null
                                ? RecoveryPolicy.KEEP_RUNNING
                                : RecoveryPolicy.valueOf(request.recovery()))
                .setMigration(MigrationWords.policy(request.migration()))
                .setPauseMaxMillis(request.pauseMaxMillis() == null ? 0 : request.pauseMaxMillis());
        if (request.userData() != null) {
            spec.setUserData(ByteString.copyFrom(Base64.getDecoder().decode(request.userData())));
        }
        return spec.build();
    }
}
