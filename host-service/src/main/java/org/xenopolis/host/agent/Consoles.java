package org.xenopolis.host.agent;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.agent.AgentConsoleRequest;
import org.xenopolis.contracts.instances.ConsoleChunk;
import org.xenopolis.host.driver.ConsoleText;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.driver.DomainName;
import org.xenopolis.host.driver.HypervisorDriver;

/** Streams a guest's console: what there is, and with {@code follow} what comes, until the guest or the reader goes. */
final class Consoles {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration FOLLOW_MAX = Duration.ofHours(1);

    private final HypervisorDriver driver;

    Consoles(HypervisorDriver driver) {
        this.driver = driver;
    }

    void read(AgentConsoleRequest request, StreamObserver<ConsoleChunk> out) {
        DomainName name = DomainName.of(instance(request));
        Domain domain = driver.find(name).orElseThrow(Admission::notHere);
        long offset = Math.max(0, request.getFromOffset());
        long until = System.nanoTime() + FOLLOW_MAX.toNanos();
        while (!isCancelled(out) && System.nanoTime() - until < 0) {
            ConsoleText text = read(domain, offset);
            if (text.bytes().length > 0) {
                offset = text.offset() + text.bytes().length;
                out.onNext(ConsoleChunk.newBuilder()
                        .setOffset(text.offset())
                        .setBytes(ByteString.copyFrom(text.bytes()))
                        .build());
            } else if (!request.getFollow() || !isStill(name, domain)) {
                return;
            } else {
                pauseBeforeNextLook();
            }
        }
    }

    /** Nothing more, when the guest went while somebody was reading. */
    private ConsoleText read(Domain domain, long offset) {
        try {
            return driver.console(domain.domid(), offset);
        } catch (ProblemException e) {
            if (e.problem().kind() == ErrorKind.NOT_FOUND) {
                return new ConsoleText(offset, new byte[0]);
            }
            throw e;
        }
    }

    private boolean isStill(DomainName name, Domain domain) {
        Optional<Domain> now = driver.find(name);
        return now.isPresent() && now.get().domid() == domain.domid();
    }

    private static boolean isCancelled(StreamObserver<ConsoleChunk> out) {
        return out instanceof ServerCallStreamObserver<ConsoleChunk> call && call.isCancelled();
    }

    private static void pauseBeforeNextLook() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static InstanceId instance(AgentConsoleRequest request) {
        try {
            return InstanceId.of(request.getInstanceId());
        } catch (IllegalArgumentException e) {
            throw Problem.of(ErrorKind.INVALID, "invalid-instance", "That is no instance id.")
                    .because(e);
        }
    }
}
