package org.xenopolis.deploy.local.command;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.xenopolis.deploy.local.stack.StackException;
import org.xenopolis.deploy.local.stack.StateFolder;

/** One command at a time changes a stack; the lock goes with the process that holds it. */
final class StackLock implements AutoCloseable {
    private final FileChannel channel;

    private StackLock(FileChannel channel) {
        this.channel = channel;
    }

    static StackLock take(StateFolder state) {
        try {
            FileChannel channel =
                    FileChannel.open(state.run().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new StackException("another ./xeno is busy with " + state.root() + ": wait for it to end");
            }
            return new StackLock(channel);
        } catch (IOException e) {
            throw new StackException("cannot lock " + state.root() + ": " + e.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StackException("cannot unlock: " + e.getMessage());
        }
    }
}
