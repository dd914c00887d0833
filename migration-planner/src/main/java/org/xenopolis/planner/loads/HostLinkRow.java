package org.xenopolis.planner.loads;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** What the migration link out of a host was seen to carry. */
@Entity
@Table(name = "host_links")
class HostLinkRow {
    @Id
    @Column(name = "host_id")
    UUID hostId = new UUID(0, 0);

    @Column(name = "bytes_per_second")
    long bytesPerSecond;
}
