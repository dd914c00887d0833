package org.xenopolis.images.blobs;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;

/** What a failure of the file system means to the caller. */
final class StorageFailures {
    private StorageFailures() {}

    static ProblemException problem(IOException failure) {
        return isFull(failure) ? full().because(failure) : unreachable().because(failure);
    }

    static Problem unreachable() {
        return Problem.of(ErrorKind.UNAVAILABLE, "storage-failed", "The image store cannot reach its storage.");
    }

    static Problem full() {
        return Problem.of(
                ErrorKind.UNAVAILABLE, "storage-full", "The image store has no room for this; try again later.");
    }

    private static boolean isFull(IOException failure) {
        String reason = failure instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : String.valueOf(failure.getMessage());
        String text = reason.toLowerCase(Locale.ROOT);
        // ENOSPC, EDQUOT and EFBIG: Java has no other name for them than their text.
        return text.contains("no space left") || text.contains("quota exceeded") || text.contains("file too large");
    }
}
