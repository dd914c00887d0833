package org.xenopolis.images.core;

import org.xenopolis.contracts.Problem;

/** The answer to "may this happen to the image now?". */
public sealed interface Transition {
    /** The image as it is to be written. */
    record Changed(Image image) implements Transition {}

    /** It is already so. */
    record Unchanged(Image image) implements Transition {}

    record Refused(Problem problem) implements Transition {}
}
