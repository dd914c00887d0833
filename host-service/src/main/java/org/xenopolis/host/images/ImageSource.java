package org.xenopolis.host.images;

import java.util.List;
import java.util.function.Consumer;
import org.xenopolis.cluster.Digest;
import org.xenopolis.host.driver.DiskSource;

/** Where an agent gets images from. */
public interface ImageSource {
    /**
     * Does some work with all files of the image on this host, verified; they stay until it is done. Blocks while they are
     * fetched.
     *
     * @throws org.xenopolis.contracts.ProblemException what the image-store said, or UNAVAILABLE when what came is not what
     *     its digest says
     */
    void with(Digest manifest, Consumer<DiskSource> work);

    /** Manifests of the images that need not be fetched. */
    List<Digest> cached();
}
