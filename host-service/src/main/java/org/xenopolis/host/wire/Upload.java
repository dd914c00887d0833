package org.xenopolis.host.wire;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;

/** A call that sends many messages and gets one answer, written by a thread that may block. */
public final class Upload<Q, R> implements ClientResponseObserver<Q, R> {
    private static final long LOOK_AGAIN_MILLIS = 50;

    private final CompletableFuture<R> answer = new CompletableFuture<>();
    private final Semaphore ready = new Semaphore(0);
    private @Nullable ClientCallStreamObserver<Q> call;

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> stream) {
        call = stream;
        stream.setOnReadyHandler(ready::release);
    }

    /** Waits until the peer takes more. False when it has answered already, which nearly always is a refusal. */
    public boolean send(Q message) {
        ClientCallStreamObserver<Q> stream = call();
        while (!stream.isReady() && !answer.isDone()) {
            // The handler may have run just before: look again now and then.
            waitForRoom();
        }
        if (answer.isDone()) {
            return false;
        }
        stream.onNext(message);
        return true;
    }

    private void waitForRoom() {
        try {
            if (ready.tryAcquire(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                ready.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        }
    }

    /** Ends the stream and waits for the answer. @throws StatusRuntimeException the peer's refusal */
    public R finish(Duration patience) {
        if (!answer.isDone()) {
            call().onCompleted();
        }
        try {
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StatusRuntimeException status) {
                throw status;
            }
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            throw interrupted(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        }
    }

    /** Breaks the call off. */
    public void cancel(String why) {
        ClientCallStreamObserver<Q> stream = call;
        if (stream != null && !answer.isDone()) {
            stream.cancel(why, null);
        }
    }

    private static RuntimeException interrupted(Exception cause) {
        return Problem.of(ErrorKind.UNAVAILABLE, "stream-interrupted", "The transfer was not finished; try again.")
                .because(cause);
    }

    private ClientCallStreamObserver<Q> call() {
        ClientCallStreamObserver<Q> stream = call;
        if (stream == null) {
            throw new IllegalStateException("the call has not started");
        }
        return stream;
    }

    @Override
    public void onNext(R value) {
        answer.complete(value);
    }

    @Override
    public void onError(Throwable failure) {
        answer.completeExceptionally(failure);
        ready.release();
    }

    @Override
    public void onCompleted() {
        answer.completeExceptionally(new IllegalStateException("the peer ended the call without an answer"));
        ready.release();
    }
}
