package org.xenopolis.images.verify;

import java.util.Map;
import org.xenopolis.cluster.Digest;
import org.xenopolis.images.core.Part;
import org.xenopolis.images.core.PartRole;

/** What the examination of a complete image found. */
sealed interface Findings {
    record Usable(Digest manifest, Map<PartRole, Part.Stored> stored) implements Findings {
        public Usable {
            stored = Map.copyOf(stored);
        }
    }

    record Unusable(String reason) implements Findings {}
}
