package org.xenopolis.host.xen.dom0;

import java.io.InputStream;
import java.io.OutputStream;

/** A program that runs in dom0. */
public interface Running extends AutoCloseable {
    OutputStream input();

    InputStream output();

    /** Waits until it has ended. @throws Dom0Exception when it failed or took too long */
    void await();

    /**
     * Gives it that input, and waits until it has ended.
     *
     * @return what it said, at most 1 MiB of it
     */
    String finish(byte[] input);

    /** Ends it when it has not ended. */
    @Override
    void close();
}
