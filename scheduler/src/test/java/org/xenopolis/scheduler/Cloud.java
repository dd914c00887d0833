package org.xenopolis.scheduler;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.config.ConfigProvider;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.hosts.Host;
import org.xenopolis.contracts.hosts.HostsGrpc;
import org.xenopolis.contracts.hosts.RegisterHostRequest;
import org.xenopolis.contracts.instances.*;
import org.xenopolis.deploy.engines.CertificateAuthority;
import org.xenopolis.deploy.engines.TestStack;
import org.xenopolis.kit.Loop;
import org.xenopolis.kit.grpc.GrpcServer;
import org.xenopolis.kit.grpc.Peers;
import org.xenopolis.kit.grpc.TlsFiles;
import org.xenopolis.scheduler.fakes.FakeBilling;
import org.xenopolis.scheduler.fakes.FakeHost;

/** The scheduler seen from its neighbours: as the gateway calls it, with fake hosts and a fake billing around it. */
public final class Cloud implements AutoCloseable {
    public static final String IMAGE = "sha256:" + "a".repeat(64);
    /** Spent to the end only by a test that fails. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path tls = Path.of(setting("xeno.tls.dir"));
    private final CertificateAuthority authority = TestStack.shared().authority();
    private final String address = "localhost:" + setting("xeno.grpc.port");
    private final Peers gateway = new Peers(new TlsFiles(tls, "svc/api-gateway"));
    private final Peers planner = new Peers(new TlsFiles(tls, "svc/migration-planner"));
    private final FakeBilling billing = new FakeBilling();
    private final GrpcServer billingServer;
    private final List<FakeHost> hosts = new CopyOnWriteArrayList<>();
    private final Ledgers ledgers = new Ledgers();
    private final Loop renewing = Loop.start("renew", Duration.ofSeconds(1), this::renew);
    private final String zone = "z" + UUID.randomUUID().toString().substring(0, 8);

    public Cloud() {
        int port = Integer.parseInt(setting("xeno.billing").split(":")[1]);
        billingServer = GrpcServer.start(
                new InetSocketAddress("127.0.0.1", port), new TlsFiles(tls, "svc/billing").server(), List.of(billing));
    }

    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    private void renew() {
        for (FakeHost host : hosts) {
            host.renewUnlessSilent();
        }
    }

    public Ledgers ledgers() {
        return ledgers;
    }

    public List<FakeHost> hosts() {
        return List.copyOf(hosts);
    }

    /** Where this test's hosts are: tests of one database do not meet. */
    public String zone() {
        return zone;
    }

    public FakeBilling billing() {
        return billing;
    }

    /** A host that is registered and holds a lease. */
    public FakeHost host(int cpus, long memoryGib) {
        return host(cpus, memoryGib, 1_000);
    }

    public FakeHost host(int cpus, long memoryGib, long diskGib) {
        FakeHost host = new FakeHost(authority, tls, address, cpus, memoryGib, diskGib);
        var ignored = hostsStub()
                .registerHost(RegisterHostRequest.newBuilder()
                        .setHostId(host.id().toString())
                        .setName("host-" + hosts.size())
                        .setZone(zone)
                        .setAddress(host.address())
                        .setVcpuOvercommitPermille(4_000)
                        .build());
        host.renew();
        hosts.add(host);
        return host;
    }

    public Host host(UUID id) {
        return hostsStub()
                .getHost(org.xenopolis.contracts.hosts.GetHostRequest.newBuilder()
                        .setHostId(id.toString())
                        .build());
    }

    public HostsGrpc.HostsBlockingStub hostsStub() {
        return HostsGrpc.newBlockingStub(gateway.service("scheduler", address))
                .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    public HostsGrpc.HostsBlockingStub hostsForPlanner() {
        return HostsGrpc.newBlockingStub(planner.service("scheduler", address))
                .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    public InstancesGrpc.InstancesBlockingStub instances() {
        return InstancesGrpc.newBlockingStub(gateway.service("scheduler", address))
                .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    public VolumesGrpc.VolumesBlockingStub volumes() {
        return VolumesGrpc.newBlockingStub(gateway.service("scheduler", address))
                .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    public OperationsGrpc.OperationsBlockingStub operations() {
        return OperationsGrpc.newBlockingStub(gateway.service("scheduler", address))
                .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    public InstanceSpec.Builder spec(UUID tenant) {
        return InstanceSpec.newBuilder()
                .setName("web")
                .setTenantId(tenant.toString())
                .setProjectId(UUID.randomUUID().toString())
                .setImageId(UUID.randomUUID().toString())
                .setImageDigest(IMAGE)
                .setZone(zone)
                .setResources(Resources.newBuilder()
                        .setVcpus(1)
                        .setMemoryBytes(FakeHost.GIB)
                        .setDiskBytes(FakeHost.GIB));
    }

    public Operation create(UUID instance, InstanceSpec spec) {
        return instances()
                .createInstance(CreateInstanceRequest.newBuilder()
                        .setInstanceId(instance.toString())
                        .setOperationId(UUID.randomUUID().toString())
                        .setSpec(spec)
                        .build());
    }

    public Instance running() {
        return running(UnaryOperator.identity());
    }

    /** A running instance of a tenant of its own. */
    public Instance running(UnaryOperator<InstanceSpec.Builder> more) {
        UUID id = UUID.randomUUID();
        Operation done = finished(create(id, more.apply(spec(UUID.randomUUID())).build()));
        if (done.getState() != OperationState.SUCCEEDED) {
            throw new AssertionError(done);
        }
        return instance(id.toString());
    }

    public Instance instance(String id) {
        return instances()
                .getInstance(GetInstanceRequest.newBuilder().setInstanceId(id).build());
    }

    public Operation act(String instance, OperationKind kind) {
        return act(instance, kind, UnaryOperator.identity());
    }

    public Operation act(String instance, OperationKind kind, UnaryOperator<ActRequest.Builder> more) {
        return instances()
                .act(more.apply(ActRequest.newBuilder()
                                .setInstanceId(instance)
                                .setOperationId(UUID.randomUUID().toString())
                                .setKind(kind)
                                .setCause("test"))
                        .build());
    }

    public Operation operation(String id) {
        return operations()
                .getOperation(
                        GetOperationRequest.newBuilder().setOperationId(id).build());
    }

    /** The operation at its end. */
    public Operation finished(Operation operation) {
        await("end of " + operation.getKind(), () -> isOver(operation(operation.getId())));
        return operation(operation.getId());
    }

    public static boolean isOver(Operation operation) {
        return switch (operation.getState()) {
            case SUCCEEDED, FAILED, CANCELLED -> true;
            default -> false;
        };
    }

    public static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain for: " + what);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    @Override
    public void close() {
        // None is under way that would bring a host back after it is forgotten.
        hosts.forEach(host -> host.setSilent(true));
        renewing.close();
        hosts.forEach(FakeHost::close);
        // They are gone: no later test is to see them fall.
        hosts.forEach(host -> ledgers.forgetHost(host.id().toString()));
        billingServer.close();
        gateway.close();
        planner.close();
    }
}
