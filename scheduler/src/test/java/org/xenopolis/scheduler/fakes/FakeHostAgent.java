package org.xenopolis.scheduler.fakes;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.agent.*;
import org.xenopolis.contracts.instances.ConsoleChunk;
import org.xenopolis.contracts.instances.InstanceSpec;
import org.xenopolis.contracts.instances.Nic;
import org.xenopolis.kit.grpc.Replies;

/** The agent's contract in memory: epochs refuse what is older, a repeated command answers as it did before. */
public final class FakeHostAgent extends HostAgentGrpc.HostAgentImplBase {
    private static final Map<String, FakeHostAgent> ALL = new ConcurrentHashMap<>();

    private final Map<String, FakeDomain> domains = new ConcurrentHashMap<>();
    private final Map<String, DomainReply> answered = new ConcurrentHashMap<>();
    private final Map<String, MigrationView> migrations = new ConcurrentHashMap<>();
    private final Map<String, Long> epochs = new ConcurrentHashMap<>();
    private final Map<String, List<Nic>> rules = new ConcurrentHashMap<>();
    private final Set<String> wipedVolumes = ConcurrentHashMap.newKeySet();
    private final Faults faults = new Faults();
    private final String hostId;
    private final LongSupplier leaseEpoch;
    private final Supplier<String> bootId;
    private boolean complete = true;

    FakeHostAgent(String hostId, LongSupplier leaseEpoch, Supplier<String> bootId) {
        this.hostId = hostId;
        this.leaseEpoch = leaseEpoch;
        this.bootId = bootId;
        ALL.put(hostId, this);
    }

    public Faults faults() {
        return faults;
    }

    /** State of the guest, "DISK" when only its disk is here, empty when nothing is. */
    public Optional<String> state(String instance) {
        return Optional.ofNullable(domains.get(instance)).map(domain -> domain.lives() ? domain.state() : "DISK");
    }

    public Set<String> wipedVolumes() {
        return wipedVolumes;
    }

    public Map<String, FakeDomain> domains() {
        return domains;
    }

    /** With the rules that were last set; empty when none were. */
    public List<Nic> nics(String instance) {
        return rules.getOrDefault(instance, List.of());
    }

    /** Nothing is here, and inventories do not claim that they would show it. */
    public synchronized void loseSight() {
        complete = false;
        domains.clear();
    }

    /** Puts a guest here that nobody ordered, or gives one another state behind the scheduler's back. */
    public void put(String instance, String state, long epoch) {
        FakeDomain known = domains.get(instance);
        domains.put(
                instance,
                known == null
                        ? new FakeDomain(
                                instance,
                                state,
                                epoch,
                                org.xenopolis.contracts.common.Resources.getDefaultInstance(),
                                org.xenopolis.contracts.instances.RecoveryPolicy.KEEP_RUNNING)
                        : known.in(state).at(epoch));
    }

    /** In one moment: no inventory shows the new boot with the old domains, or the other way round. */
    synchronized void powerCycle(Runnable boot) {
        domains.replaceAll((id, domain) -> domain.in(""));
        boot.run();
    }

    private void command(
            String method,
            CommandHeader header,
            StreamObserver<DomainReply> out,
            Function<FakeDomain, FakeDomain> effect) {
        Replies.reply(out, () -> {
            Runnable after = faults.arrive(method, header.getCommandId());
            DomainReply reply = once(header, () -> {
                FakeDomain domain = domains.get(header.getInstanceId());
                if (domain == null) {
                    throw Problem.of(ErrorKind.NOT_FOUND, "domain-not-found", "There is no such domain.")
                            .exception();
                }
                return effect.apply(domain);
            });
            after.run();
            return reply;
        });
    }

    private synchronized DomainReply once(CommandHeader header, Supplier<@Nullable FakeDomain> effect) {
        DomainReply known = answered.get(header.getCommandId());
        if (known != null) {
            return known;
        }
        checkEpochs(header);
        FakeDomain domain = effect.get();
        if (domain != null) {
            domains.put(header.getInstanceId(), domain);
        }
        DomainReply reply = domain == null
                ? DomainReply.getDefaultInstance()
                : DomainReply.newBuilder().setDomain(domain.view()).build();
        answered.put(header.getCommandId(), reply);
        return reply;
    }

    private void checkEpochs(CommandHeader header) {
        long newest = epochs.merge(header.getInstanceId(), header.getEpoch(), Math::max);
        if (header.getEpoch() < newest || header.getLeaseEpoch() < leaseEpoch.getAsLong()) {
            throw Problem.of(ErrorKind.CONFLICT, "stale-epoch", "A newer epoch is known here.")
                    .exception();
        }
    }

    @Override
    public void getInventory(InventoryRequest request, StreamObserver<Inventory> out) {
        Replies.reply(out, () -> {
            faults.arrive("getInventory", "").run();
            return inventory();
        });
    }

    private synchronized Inventory inventory() {
        Inventory.Builder inventory = Inventory.newBuilder()
                .setHostId(hostId)
                .setBootId(bootId.get())
                .setComplete(complete)
                .setLeaseEpoch(leaseEpoch.getAsLong());
        domains.values().forEach(domain -> inventory.addDomains(domain.view()));
        return inventory.build();
    }

    @Override
    public void createDomain(CreateDomainRequest request, StreamObserver<DomainReply> out) {
        build("createDomain", request, out);
    }

    @Override
    public void resumeDomain(CreateDomainRequest request, StreamObserver<DomainReply> out) {
        build("resumeDomain", request, out);
    }

    private void build(String method, CreateDomainRequest request, StreamObserver<DomainReply> out) {
        Replies.reply(out, () -> {
            Runnable after = faults.arrive(method, request.getHeader().getCommandId());
            InstanceSpec spec = request.getSpec();
            DomainReply reply = once(
                    request.getHeader(),
                    () -> new FakeDomain(
                            request.getHeader().getInstanceId(),
                            "RUNNING",
                            request.getHeader().getEpoch(),
                            spec.getResources(),
                            spec.getRecovery()));
            after.run();
            return reply;
        });
    }

    @Override
    public void wipeVolume(VolumeCommand request, StreamObserver<WipeVolumeReply> out) {
        Replies.reply(out, () -> {
            Runnable after = faults.arrive("wipeVolume", request.getHeader().getCommandId());
            var ignored = once(request.getHeader(), () -> {
                wipedVolumes.add(request.getVolumeId());
                return null;
            });
            after.run();
            return WipeVolumeReply.newBuilder()
                    .setVolumeId(request.getVolumeId())
                    .setWiped(true)
                    .build();
        });
    }

    @Override
    public void stopDomain(StopDomainRequest request, StreamObserver<DomainReply> out) {
        command("stopDomain", request.getHeader(), out, domain -> domain.in(""));
    }

    @Override
    public void rebootDomain(DomainCommand request, StreamObserver<DomainReply> out) {
        command("rebootDomain", request.getHeader(), out, domain -> domain);
    }

    @Override
    public void pauseDomain(DomainCommand request, StreamObserver<DomainReply> out) {
        command("pauseDomain", request.getHeader(), out, domain -> domain.in("PAUSED"));
    }

    @Override
    public void unpauseDomain(DomainCommand request, StreamObserver<DomainReply> out) {
        command("unpauseDomain", request.getHeader(), out, domain -> domain.in("RUNNING"));
    }

    @Override
    public void suspendDomain(DomainCommand request, StreamObserver<DomainReply> out) {
        command("suspendDomain", request.getHeader(), out, domain -> domain.in(FakeDomain.SAVED));
    }

    @Override
    public void resizeDomain(ResizeDomainRequest request, StreamObserver<DomainReply> out) {
        command("resizeDomain", request.getHeader(), out, domain -> domain.sized(request.getResources()));
    }

    @Override
    public void setRules(SetRulesRequest request, StreamObserver<DomainReply> out) {
        command("setRules", request.getHeader(), out, domain -> {
            rules.put(request.getHeader().getInstanceId(), request.getNicsList());
            return domain;
        });
    }

    @Override
    public void attachVolume(VolumeCommand request, StreamObserver<DomainReply> out) {
        command("attachVolume", request.getHeader(), out, domain -> domain);
    }

    @Override
    public void detachVolume(VolumeCommand request, StreamObserver<DomainReply> out) {
        command("detachVolume", request.getHeader(), out, domain -> domain);
    }

    @Override
    public void snapshotDomain(SnapshotDomainRequest request, StreamObserver<SnapshotDomainReply> out) {
        Replies.reply(out, () -> {
            faults.arrive("snapshotDomain", request.getHeader().getCommandId()).run();
            return SnapshotDomainReply.newBuilder()
                    .setManifestDigest("sha256:" + "5".repeat(64))
                    .setSizeBytes(7)
                    .build();
        });
    }

    @Override
    public void deleteDomain(DomainCommand request, StreamObserver<DomainReply> out) {
        Replies.reply(out, () -> {
            Runnable after = faults.arrive("deleteDomain", request.getHeader().getCommandId());
            DomainReply reply = once(request.getHeader(), () -> {
                domains.remove(request.getHeader().getInstanceId());
                return null;
            });
            after.run();
            return reply;
        });
    }

    @Override
    public void readConsole(AgentConsoleRequest request, StreamObserver<ConsoleChunk> out) {
        Replies.stream(out, observer -> {
            FakeDomain domain = domains.get(request.getInstanceId());
            if (domain == null || !domain.lives()) {
                throw Problem.of(ErrorKind.NOT_FOUND, "instance-not-here", "Not on this host.")
                        .exception();
            }
            observer.onNext(ConsoleChunk.newBuilder()
                    .setOffset(request.getFromOffset())
                    .setBytes(ByteString.copyFromUtf8("hello from " + request.getInstanceId()))
                    .build());
        });
    }

    @Override
    public void prepareReceive(PrepareReceiveRequest request, StreamObserver<MigrationView> out) {
        Replies.reply(out, () -> {
            Runnable after = faults.arrive("prepareReceive", request.getHeader().getCommandId());
            epochs.merge(
                    request.getHeader().getInstanceId(), request.getHeader().getEpoch(), Math::max);
            MigrationView view = migrations.computeIfAbsent(
                    request.getMigrationId(),
                    id -> view(id, request.getHeader().getInstanceId(), MigrationPhase.PREPARED));
            after.run();
            return view;
        });
    }

    @Override
    public void sendMigration(SendMigrationRequest request, StreamObserver<MigrationView> out) {
        Replies.stream(out, observer -> {
            String id = request.getMigrationId();
            String instance = request.getHeader().getInstanceId();
            FakeHostAgent target = Objects.requireNonNull(ALL.get(request.getTargetHostId()));
            Runnable after = faults.arrive("sendMigration", request.getHeader().getCommandId());
            if (migrations.get(id) == null) {
                migrations.put(id, view(id, instance, MigrationPhase.COPYING));
                observer.onNext(migrations.get(id));
                handOver(id, instance, target, request.getNewEpoch());
            }
            after.run();
            observer.onNext(migrations.get(id));
        });
    }

    private void handOver(String id, String instance, FakeHostAgent target, long epoch) {
        FakeDomain domain = Objects.requireNonNull(domains.get(instance));
        domains.put(instance, domain.in("MIGRATED_AWAY"));
        migrations.put(id, view(id, instance, MigrationPhase.HANDED_OVER));
        // A fault on "go": the receiver decides alone, or never hears of it.
        target.faults.arrive("go", id).run();
        target.domains.put(instance, domain.in("RUNNING").at(epoch));
        target.migrations.put(id, view(id, instance, MigrationPhase.COMPLETED));
        target.faults.arrive("went", id).run();
        domains.remove(instance);
        migrations.put(id, view(id, instance, MigrationPhase.COMPLETED));
    }

    @Override
    public void getMigration(MigrationQuery request, StreamObserver<MigrationView> out) {
        Replies.reply(out, () -> {
            faults.arrive("getMigration", request.getHeader().getCommandId()).run();
            return known(request.getMigrationId());
        });
    }

    @Override
    public void abortMigration(MigrationQuery request, StreamObserver<MigrationView> out) {
        Replies.reply(out, () -> {
            faults.arrive("abortMigration", request.getHeader().getCommandId()).run();
            String id = request.getMigrationId();
            MigrationView view = known(id);
            if (view.getPhase() != MigrationPhase.COMPLETED && view.getPhase() != MigrationPhase.HANDED_OVER) {
                migrations.put(id, view(id, request.getHeader().getInstanceId(), MigrationPhase.ABORTED));
            }
            return known(id);
        });
    }

    @Override
    public void resolveMigration(ResolveMigrationRequest request, StreamObserver<MigrationView> out) {
        Replies.reply(out, () -> {
            faults.arrive("resolveMigration", request.getHeader().getCommandId())
                    .run();
            String id = request.getMigrationId();
            String instance = request.getHeader().getInstanceId();
            if (request.getReceiverPhase() == MigrationPhase.COMPLETED) {
                domains.remove(instance);
            } else {
                domains.computeIfPresent(instance, (key, domain) -> domain.in("RUNNING"));
            }
            migrations.put(id, view(id, instance, request.getReceiverPhase()));
            return known(id);
        });
    }

    private MigrationView known(String id) {
        return migrations.getOrDefault(id, view(id, "", MigrationPhase.MIGRATION_UNKNOWN));
    }

    private static MigrationView view(String id, String instance, MigrationPhase phase) {
        return MigrationView.newBuilder()
                .setMigrationId(id)
                .setInstanceId(instance)
                .setPhase(phase)
                .setCopiedBytes(100)
                .setCopyNanos(2_000_000)
                .setPauseNanos(1_000_000)
                .build();
    }
}
