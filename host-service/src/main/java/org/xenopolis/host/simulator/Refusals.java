package org.xenopolis.host.simulator;

import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;

/** What a simulated host says no with. */
final class Refusals {
    private Refusals() {}

    static ProblemException noDomain() {
        return notFound("domain-not-found", "There is no such domain on this host.");
    }

    static ProblemException noDisk() {
        return notFound("disk-not-found", "The instance has no disk on this host.");
    }

    static ProblemException notFound(String code, String message) {
        return Problem.of(ErrorKind.NOT_FOUND, code, message).exception();
    }

    static ProblemException conflict(String code, String message) {
        return Problem.of(ErrorKind.CONFLICT, code, message).exception();
    }

    static ProblemException noRoom(String message) {
        return Problem.of(ErrorKind.NO_CAPACITY, "host-full", message).exception();
    }
}
