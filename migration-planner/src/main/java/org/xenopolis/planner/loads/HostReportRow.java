package org.xenopolis.planner.loads;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.xenopolis.contracts.facts.HostReported;

/** The last report of a host. */
@Entity
@Table(name = "host_reports")
class HostReportRow {
    @Id
    @Column(name = "host_id")
    UUID hostId = new UUID(0, 0);

    @Column(name = "occurred_at")
    Instant occurredAt = Instant.EPOCH;

    byte[] report = new byte[0];

    HostReported report() {
        try {
            return HostReported.parseFrom(report);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a stored report is unreadable: " + hostId, e);
        }
    }
}
