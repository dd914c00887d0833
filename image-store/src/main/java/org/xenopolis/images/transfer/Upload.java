package org.xenopolis.images.transfer;

import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xenopolis.images.core.Image;

/** One upload. Whoever sends waits while the bytes are written, so a fast sender fills no memory here. */
public final class Upload implements AutoCloseable {
    private final Intake.Arrival arrival;
    private final Semaphore slots;
    private final AtomicBoolean closed = new AtomicBoolean();

    Upload(Intake.Arrival arrival, Semaphore slots) {
        this.arrival = arrival;
        this.slots = slots;
    }

    public void write(ByteBuffer bytes) {
        arrival.write(bytes);
    }

    public Image complete() {
        return arrival.complete();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            slots.release();
            arrival.close();
        }
    }
}
