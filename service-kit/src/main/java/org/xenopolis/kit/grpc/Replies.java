package org.xenopolis.kit.grpc;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.ProblemStatus;

/** Answers calls: a value, or a problem as a status; a bug is logged inside and called INTERNAL outside. */
public final class Replies {
    private static final Logger LOG = Logger.getLogger(Replies.class);

    private Replies() {}

    /** Answers a unary call with what {@code work} returns. Runs on the caller's thread, which may block. */
    public static <T> void reply(StreamObserver<T> out, Supplier<T> work) {
        T value;
        try {
            value = work.get();
        } catch (RuntimeException e) {
            out.onError(statusOf(e));
            return;
        }
        out.onNext(value);
        out.onCompleted();
    }

    /** Answers a server-streaming call; {@code work} sends as it goes. */
    public static <T> void stream(StreamObserver<T> out, Consumer<StreamObserver<T>> work) {
        try {
            work.accept(out);
        } catch (RuntimeException e) {
            out.onError(statusOf(e));
            return;
        }
        out.onCompleted();
    }

    /** The status to send for any failure. */
    public static StatusRuntimeException statusOf(Throwable failure) {
        return switch (failure) {
            case ProblemException problem -> {
                if (problem.problem().kind() == ErrorKind.INTERNAL) {
                    LOG.error("call failed", problem);
                }
                yield ProblemStatus.toStatus(problem.problem());
            }
            // A failed call of our own: its problem, if it carried one, is the answer.
            case StatusRuntimeException status -> ProblemStatus.toStatus(ProblemStatus.toProblem(status));
            case Throwable bug -> {
                LOG.error("call failed", bug);
                yield ProblemStatus.toStatus(
                        Problem.of(ErrorKind.INTERNAL, "internal", "Something broke on our side."));
            }
        };
    }
}
