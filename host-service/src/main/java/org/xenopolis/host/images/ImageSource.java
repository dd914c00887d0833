package org.xenopolis.host.images;

import java.util.List;
import org.xenopolis.cluster.Digest;
import org.xenopolis.host.driver.DiskSource;

/** Where an agent gets images from. */
public interface ImageSource {
    /** All files of the image on this host, verified. Blocks while they are fetched. */
    DiskSource fetch(Digest manifest);

    /** Manifests of the images that need not be fetched. */
    List<Digest> cached();
}
