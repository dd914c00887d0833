package org.xenopolis.host.images;

import java.io.InputStream;
import org.xenopolis.contracts.agent.SnapshotDomainReply;
import org.xenopolis.contracts.agent.SnapshotDomainRequest;

/** Where copies of disks go. */
public interface SnapshotTarget {
    /**
     * Stores the disk as an image under the request's id; the same id and bytes again change nothing.
     *
     * @param disk is read to its end and closed
     */
    SnapshotDomainReply upload(SnapshotDomainRequest request, InputStream disk);
}
