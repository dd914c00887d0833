package org.xenopolis.host.agent;

import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.HostId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.agent.GoRequest;
import org.xenopolis.contracts.agent.MigrationChunk;
import org.xenopolis.contracts.agent.MigrationReceiverGrpc;
import org.xenopolis.contracts.agent.MigrationView;
import org.xenopolis.host.faults.Steps;
import org.xenopolis.kit.grpc.Callers;
import org.xenopolis.kit.grpc.PeerIdentity;
import org.xenopolis.kit.grpc.Replies;

/** Other hosts' door to this one. */
final class MigrationEndpoint extends MigrationReceiverGrpc.MigrationReceiverImplBase {
    private final ReceiveMigrations migrations;
    private final Steps steps;

    MigrationEndpoint(ReceiveMigrations migrations, Steps steps) {
        this.migrations = migrations;
        this.steps = steps;
    }

    @Override
    public StreamObserver<MigrationChunk> receive(StreamObserver<MigrationView> out) {
        HostId caller = caller();
        return new StreamObserver<>() {
            private @Nullable Intake intake;
            private boolean over;

            @Override
            public void onNext(MigrationChunk chunk) {
                if (over) {
                    return;
                }
                try {
                    steps.reached("receive.chunk");
                    Intake open = intake;
                    if (open == null) {
                        open = migrations.open(chunk.getMigrationId(), caller, chunk.getSource());
                        intake = open;
                    }
                    open.accept(chunk);
                } catch (RuntimeException e) {
                    fail(e);
                }
            }

            @Override
            public void onCompleted() {
                if (over) {
                    return;
                }
                Intake whole = intake;
                if (whole == null) {
                    fail(Problem.of(ErrorKind.INVALID, "bad-migration-stream", "The migration stream is empty.")
                            .exception());
                    return;
                }
                try {
                    whole.complete(out);
                    over = true;
                } catch (RuntimeException e) {
                    fail(e);
                }
            }

            @Override
            public void onError(Throwable cause) {
                over = true;
                if (intake != null) {
                    intake.broken(cause);
                }
            }

            private void fail(RuntimeException cause) {
                over = true;
                if (intake != null) {
                    intake.broken(cause);
                }
                out.onError(Replies.statusOf(cause));
            }
        };
    }

    @Override
    public void go(GoRequest request, StreamObserver<MigrationView> out) {
        Replies.reply(out, () -> migrations.go(request, caller()));
    }

    private static HostId caller() {
        return switch (Callers.current()) {
            case PeerIdentity.Host host -> new HostId(host.id());
            case PeerIdentity.Service ignored ->
                throw Problem.of(ErrorKind.FORBIDDEN, "hosts-only", "Only hosts bring guests.")
                        .exception();
        };
    }
}
