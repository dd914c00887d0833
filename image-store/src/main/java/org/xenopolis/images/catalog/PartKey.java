package org.xenopolis.images.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.UUID;

@Embeddable
record PartKey(@Column(name = "image_id") UUID imageId, String role) {}
