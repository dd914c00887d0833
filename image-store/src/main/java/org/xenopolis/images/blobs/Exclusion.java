package org.xenopolis.images.blobs;

import java.util.function.Supplier;

/** Lets one at a time work under a name, among all processes that share one storage. Not to be nested. */
public interface Exclusion {
    <T> T alone(String name, Supplier<T> work);

    /** Whether other processes may be at work on the same storage. */
    boolean isShared();
}
