package org.xenopolis.host.images;

import java.io.InputStream;
import java.util.function.Supplier;
import org.xenopolis.contracts.agent.SnapshotDomainReply;
import org.xenopolis.contracts.agent.SnapshotDomainRequest;

/** Where copies of disks go. */
public interface SnapshotTarget {
    /**
     * Stores the disk as an image under the request's id, and answers when it is verified. Called again, it goes on from
     * what is there.
     *
     * @param disk opened at most once, and only if the bytes are not there yet; read to its end and closed
     * @throws org.xenopolis.contracts.ProblemException CONFLICT when the image is refused, UNAVAILABLE when it is not known
     *     yet what becomes of it
     */
    SnapshotDomainReply upload(SnapshotDomainRequest request, Supplier<InputStream> disk);
}
