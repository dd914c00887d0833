package org.xenopolis.host.xen;

import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;

/** What the driver says no with. */
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

    static ProblemException noRoom(String message, Throwable inside) {
        return Problem.of(ErrorKind.NO_CAPACITY, "host-full", message).because(inside);
    }

    static ProblemException invalid(String code, String message) {
        return Problem.of(ErrorKind.INVALID, code, message).exception();
    }
}
