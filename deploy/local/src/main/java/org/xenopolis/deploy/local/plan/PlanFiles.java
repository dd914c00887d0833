package org.xenopolis.deploy.local.plan;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.xenopolis.deploy.local.stack.StackException;

/** What the plans read, write and say of themselves. */
public final class PlanFiles {
    private PlanFiles() {}

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new StackException("no such file: " + file);
        } catch (CharacterCodingException e) {
            throw new StackException(file + " is not text");
        } catch (IOException e) {
            throw new StackException("cannot read " + file + ": " + e.getMessage());
        }
    }

    public static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new StackException("cannot write " + file + ": " + e.getMessage());
        }
    }

    /** Of the whole process, its start and compiler included. */
    static double cpuSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
    }
}
