package org.xenopolis.host.agent;

import com.google.protobuf.ByteString;
import java.util.UUID;
import org.xenopolis.cluster.HostId;
import org.xenopolis.contracts.agent.CommandHeader;
import org.xenopolis.contracts.agent.CreateDomainRequest;
import org.xenopolis.contracts.agent.DomainCommand;
import org.xenopolis.contracts.agent.DomainReply;
import org.xenopolis.contracts.agent.StopDomainRequest;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.instances.InstanceSpec;
import org.xenopolis.contracts.instances.RecoveryPolicy;

/** Commands one instance as the scheduler would. */
final class Client {
    final String instance = UUID.randomUUID().toString();
    final Site site;
    HostId host;
    long epoch = 1;
    InstanceSpec spec;

    Client(Site site, HostId host) {
        this.site = site;
        this.host = host;
        this.spec = InstanceSpec.newBuilder()
                .setName("web-1")
                .setTenantId(UUID.randomUUID().toString())
                .setProjectId(UUID.randomUUID().toString())
                .setImageDigest(site.image.value())
                .setResources(Resources.newBuilder()
                        .setVcpus(2)
                        .setMemoryBytes(256 << 20)
                        .setDiskBytes(1L << 30))
                .setUserData(ByteString.copyFromUtf8("#cloud-config\n# xeno-sim: cpu=0.5 dirty=8 disk=1 net=1\n"))
                .build();
    }

    Client with(RecoveryPolicy recovery) {
        spec = spec.toBuilder().setRecovery(recovery).build();
        return this;
    }

    CommandHeader header() {
        return CommandHeader.newBuilder()
                .setCommandId(UUID.randomUUID().toString())
                .setInstanceId(instance)
                .setEpoch(epoch)
                .setLeaseEpoch(site.scheduler.epoch(host.toString()))
                .build();
    }

    CreateDomainRequest createRequest() {
        return CreateDomainRequest.newBuilder()
                .setHeader(header())
                .setSpec(spec)
                .build();
    }

    DomainReply create() {
        return site.stub(host).createDomain(createRequest());
    }

    DomainReply stop() {
        return site.stub(host)
                .stopDomain(StopDomainRequest.newBuilder()
                        .setHeader(header())
                        .setGraceMillis(2_000)
                        .build());
    }

    DomainCommand command() {
        return DomainCommand.newBuilder().setHeader(header()).build();
    }

    DomainReply delete() {
        return site.stub(host).deleteDomain(command());
    }
}
