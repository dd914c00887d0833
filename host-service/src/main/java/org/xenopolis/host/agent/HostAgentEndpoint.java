package org.xenopolis.host.agent;

import io.grpc.stub.StreamObserver;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.agent.AgentConsoleRequest;
import org.xenopolis.contracts.agent.CreateDomainRequest;
import org.xenopolis.contracts.agent.DomainCommand;
import org.xenopolis.contracts.agent.DomainReply;
import org.xenopolis.contracts.agent.HostAgentGrpc;
import org.xenopolis.contracts.agent.Inventory;
import org.xenopolis.contracts.agent.InventoryRequest;
import org.xenopolis.contracts.agent.MigrationQuery;
import org.xenopolis.contracts.agent.MigrationView;
import org.xenopolis.contracts.agent.PrepareReceiveRequest;
import org.xenopolis.contracts.agent.ResizeDomainRequest;
import org.xenopolis.contracts.agent.ResolveMigrationRequest;
import org.xenopolis.contracts.agent.SendMigrationRequest;
import org.xenopolis.contracts.agent.SetRulesRequest;
import org.xenopolis.contracts.agent.SnapshotDomainReply;
import org.xenopolis.contracts.agent.SnapshotDomainRequest;
import org.xenopolis.contracts.agent.StopDomainRequest;
import org.xenopolis.contracts.agent.VolumeCommand;
import org.xenopolis.contracts.agent.WipeVolumeReply;
import org.xenopolis.contracts.instances.ConsoleChunk;
import org.xenopolis.kit.grpc.Replies;

/** The scheduler's door to one host. */
final class HostAgentEndpoint extends HostAgentGrpc.HostAgentImplBase {
    private final Guests guests;
    private final Inventories inventories;
    private final LifeCommands life;
    private final ShapeCommands shape;
    private final RuleCommands rules;
    private final VolumeCommands volumes;
    private final SnapshotCommands snapshots;
    private final MigrationCommands migrations;
    private final SendMigrations send;
    private final MigrationAnnouncements announcements;
    private final Consoles consoles;

    HostAgentEndpoint(
            Guests guests,
            Inventories inventories,
            LifeCommands life,
            ShapeCommands shape,
            RuleCommands rules,
            VolumeCommands volumes,
            SnapshotCommands snapshots,
            MigrationCommands migrations,
            SendMigrations send,
            MigrationAnnouncements announcements,
            Consoles consoles) {
        this.guests = guests;
        this.inventories = inventories;
        this.life = life;
        this.shape = shape;
        this.rules = rules;
        this.volumes = volumes;
        this.snapshots = snapshots;
        this.migrations = migrations;
        this.send = send;
        this.announcements = announcements;
        this.consoles = consoles;
    }

    @Override
    public void getInventory(InventoryRequest request, StreamObserver<Inventory> out) {
        Replies.reply(out, () -> {
            if (!request.getHostId().isEmpty()
                    && !request.getHostId().equals(guests.host().toString())) {
                throw Problem.of(ErrorKind.INVALID, "wrong-host", "This is not the host that was asked for.")
                        .exception();
            }
            return inventories.take();
        });
    }

    @Override
    public void createDomain(CreateDomainRequest request, StreamObserver<DomainReply> out) {
        Replies.reply(out, () -> life.create(request));
    }

    @Override
    public void stopDomain(StopDomainRequest request, StreamObserver<DomainReply> out) {
        Replies.reply(out, () -> life.stop(request));
    }

    @Override
    public void rebootDomain(DomainCommand request, StreamObserver<DomainReply> out) {
        Replies.reply(out, () -> life.reboot(request.getHeader()));
    }

    @Override
    public void pauseDomain(DomainCommand request, StreamObserver<DomainReply> out) {
        Replies.reply(out, () -> life.pause(request.getHeader()));
    }

    @Override
    public void unpauseDomain(DomainCommand request, StreamObserver<DomainReply> out) {
        Replies.reply(out, () -> life.unpause(request.getHeader()));
    }

    @Override
    public void suspendDomain(DomainCommand request, StreamObserver<DomainReply> out) {
        Replies.reply(out, () -> life.suspend(request.getHeader()));
    }

    @Override
    public void resumeDomain(CreateDomainRequest request, StreamObserver<DomainReply> out) {
        Replies.reply(out, () -> life.resume(request));
    }

    @Override
    public void deleteDomain(DomainCommand request, StreamObserver<DomainReply> out) {
        Replies.reply(out, () -> life.delete(request.getHeader()));
    }

    @Override
    public void resizeDomain(ResizeDomainRequest request, StreamObserver<DomainReply> out) {
        Replies.reply(out, () -> shape.resize(request));
    }

    @Override
    public void setRules(SetRulesRequest request, StreamObserver<DomainReply> out) {
        Replies.reply(out, () -> rules.set(request));
    }

    @Override
    public void attachVolume(VolumeCommand request, StreamObserver<DomainReply> out) {
        Replies.reply(out, () -> volumes.attach(request));
    }

    @Override
    public void detachVolume(VolumeCommand request, StreamObserver<DomainReply> out) {
        Replies.reply(out, () -> volumes.detach(request));
    }

    @Override
    public void wipeVolume(VolumeCommand request, StreamObserver<WipeVolumeReply> out) {
        Replies.reply(out, () -> volumes.wipe(request));
    }

    @Override
    public void snapshotDomain(SnapshotDomainRequest request, StreamObserver<SnapshotDomainReply> out) {
        Replies.reply(out, () -> snapshots.snapshot(request));
    }

    @Override
    public void prepareReceive(PrepareReceiveRequest request, StreamObserver<MigrationView> out) {
        Replies.reply(out, () -> announcements.accept(request));
    }

    @Override
    public void sendMigration(SendMigrationRequest request, StreamObserver<MigrationView> out) {
        Replies.stream(out, stream -> send.send(request, stream::onNext));
    }

    @Override
    public void getMigration(MigrationQuery request, StreamObserver<MigrationView> out) {
        Replies.reply(out, () -> migrations.get(request));
    }

    @Override
    public void abortMigration(MigrationQuery request, StreamObserver<MigrationView> out) {
        Replies.reply(out, () -> migrations.abort(request));
    }

    @Override
    public void resolveMigration(ResolveMigrationRequest request, StreamObserver<MigrationView> out) {
        Replies.reply(out, () -> migrations.resolve(request));
    }

    @Override
    public void readConsole(AgentConsoleRequest request, StreamObserver<ConsoleChunk> out) {
        Replies.stream(out, stream -> consoles.read(request, stream));
    }
}
