package org.xenopolis.gateway.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.common.FactHeader;
import org.xenopolis.contracts.facts.BillingFact;
import org.xenopolis.contracts.facts.HostFact;
import org.xenopolis.contracts.facts.ImageFact;
import org.xenopolis.contracts.facts.InstanceFact;
import org.xenopolis.contracts.facts.MigrationFact;
import org.xenopolis.contracts.facts.PlanFact;
import org.xenopolis.contracts.instances.Operation;
import org.xenopolis.gateway.edge.Caller;
import org.xenopolis.gateway.instances.InstanceView;
import org.xenopolis.gateway.operations.OperationView;
import org.xenopolis.gateway.peers.Words;

/** Makes an event of a fact: what its tenant may know of it, and what operators may. */
@ApplicationScoped
class FactEvents {
    private final ObjectMapper json;

    FactEvents(ObjectMapper json) {
        this.json = json;
    }

    /** @param inner for operators besides */
    private record Said(
            String type,
            @Nullable String instance,
            Object data,
            @Nullable Object inner) {
        static Said plain(String type, @Nullable String instance, Map<String, ?> data) {
            return new Said(type, instance, data, null);
        }

        static Said withInner(String type, @Nullable String instance, Map<String, ?> data, Map<String, ?> more) {
            Map<String, Object> inner = new LinkedHashMap<>(data);
            inner.putAll(more);
            return new Said(type, instance, data, inner);
        }
    }

    Optional<EventRow> of(InstanceFact fact) {
        String instance = fact.getInstanceId();
        return switch (fact.getFactCase()) {
            case ACCEPTED ->
                row(
                        fact.getHeader(),
                        Said.plain(
                                "instance.accepted",
                                instance,
                                Map.of(
                                        "name", fact.getAccepted().getName(),
                                        "resources",
                                                InstanceView.Size.of(
                                                        fact.getAccepted().getResources()),
                                        "operationId", fact.getAccepted().getOperationId())));
            case STATE_CHANGED -> {
                var changed = fact.getStateChanged();
                yield row(
                        fact.getHeader(),
                        Said.withInner(
                                "instance.state-changed",
                                instance,
                                Map.of("from", changed.getFrom(), "to", changed.getTo(), "reason", changed.getReason()),
                                Map.of("hostId", changed.getHostId(), "epoch", changed.getEpoch())));
            }
            case OPERATION_CHANGED ->
                operation(fact.getHeader(), fact.getOperationChanged().getOperation());
            case RESIZED ->
                row(
                        fact.getHeader(),
                        Said.plain(
                                "instance.resized",
                                instance,
                                Map.of(
                                        "from",
                                                InstanceView.Size.of(
                                                        fact.getResized().getFrom()),
                                        "to",
                                                InstanceView.Size.of(
                                                        fact.getResized().getTo()))));
            case DELETED ->
                row(
                        fact.getHeader(),
                        Said.plain(
                                "instance.deleted",
                                instance,
                                Map.of("reason", fact.getDeleted().getReason())));
            case FACT_NOT_SET -> Optional.empty();
        };
    }

    private Optional<EventRow> operation(FactHeader header, Operation operation) {
        return row(
                header,
                new Said(
                        "operation.changed",
                        operation.getInstanceId(),
                        OperationView.ofTenant(operation),
                        OperationView.ofOperator(operation)));
    }

    /** What hosts report every few seconds is no event. */
    Optional<EventRow> of(HostFact fact) {
        String host = fact.getHostId();
        return switch (fact.getFactCase()) {
            case REGISTERED ->
                row(
                        fact.getHeader(),
                        Said.plain(
                                "host.registered",
                                null,
                                Map.of(
                                        "hostId", host,
                                        "name", fact.getRegistered().getName(),
                                        "zone", fact.getRegistered().getZone())));
            case ENROLLED ->
                row(
                        fact.getHeader(),
                        Said.plain(
                                "host.enrolled",
                                null,
                                Map.of(
                                        "hostId",
                                        host,
                                        "leaseEpoch",
                                        fact.getEnrolled().getLeaseEpoch())));
            case STATE_CHANGED -> {
                var changed = fact.getStateChanged();
                yield row(
                        fact.getHeader(),
                        Said.plain(
                                "host.state-changed",
                                null,
                                Map.of(
                                        "hostId", host,
                                        "from", changed.getFrom(),
                                        "to", changed.getTo(),
                                        "reason", changed.getReason())));
            }
            case REPORTED, FACT_NOT_SET -> Optional.empty();
        };
    }

    Optional<EventRow> of(MigrationFact fact) {
        return row(
                fact.getHeader(),
                Said.withInner(
                        "migration.changed",
                        fact.getInstanceId(),
                        Map.of(
                                "migrationId", fact.getMigrationId(),
                                "phase", fact.getPhase(),
                                "copiedBytes", fact.getCopiedBytes(),
                                "copyNanos", fact.getCopyNanos(),
                                "pauseNanos", fact.getPauseNanos(),
                                "reason", fact.getReason()),
                        Map.of("fromHostId", fact.getFromHostId(), "toHostId", fact.getToHostId())));
    }

    Optional<EventRow> of(PlanFact fact) {
        return row(
                fact.getHeader(),
                Said.plain(
                        "plan.changed",
                        null,
                        Map.of(
                                "planId", fact.getPlanId(),
                                "state", fact.getState(),
                                "hash", fact.getHashHex(),
                                "steps", fact.getSteps(),
                                "moved", fact.getMoved())));
    }

    Optional<EventRow> of(BillingFact fact) {
        return switch (fact.getFactCase()) {
            case FUNDS_LEVEL_CHANGED -> {
                var changed = fact.getFundsLevelChanged();
                yield row(
                        fact.getHeader(),
                        Said.plain(
                                "funds.level-changed",
                                null,
                                Map.of(
                                        "from", changed.getFrom(),
                                        "to", changed.getTo(),
                                        "balanceMicros", changed.getBalanceMicros())));
            }
            case INVOICE_ISSUED -> {
                var issued = fact.getInvoiceIssued();
                yield row(
                        fact.getHeader(),
                        Said.plain(
                                "invoice.issued",
                                null,
                                Map.of(
                                        "invoiceId", issued.getInvoiceId(),
                                        "number", issued.getNumber(),
                                        "totalMicros", issued.getTotalMicros(),
                                        "currency", issued.getCurrency())));
            }
            case PRICE_BOOK_PUBLISHED ->
                row(
                        fact.getHeader(),
                        Said.plain(
                                "price-book.published",
                                null,
                                Map.of("version", fact.getPriceBookPublished().getVersion())));
            case FACT_NOT_SET -> Optional.empty();
        };
    }

    Optional<EventRow> of(ImageFact fact) {
        return row(
                fact.getHeader(),
                Said.plain(
                        "image.changed",
                        null,
                        Map.of(
                                "imageId", fact.getImageId(),
                                "state", fact.getState().replace("IMAGE_", ""),
                                "manifestDigest", fact.getManifestDigest(),
                                "sizeBytes", fact.getSizeBytes(),
                                "reason", fact.getReason())));
    }

    private Optional<EventRow> row(FactHeader header, Said said) {
        EventRow row = new EventRow();
        row.eventId = UUID.fromString(header.getEventId());
        row.tenantId = header.getTenantId().isEmpty() ? Caller.OPERATORS : UUID.fromString(header.getTenantId());
        row.type = said.type();
        @Nullable Instant at = Words.time(header.hasOccurredAt(), header.getOccurredAt());
        row.occurredAt = at == null ? Instant.EPOCH : at;
        row.body = text(row, header, said, said.data(), null);
        row.operatorBody = text(
                row,
                header,
                said,
                said.inner() == null ? said.data() : said.inner(),
                Words.orNull(header.getTenantId()));
        return Optional.of(row);
    }

    private String text(EventRow row, FactHeader header, Said said, Object data, @Nullable String tenant) {
        try {
            return json.writeValueAsString(new EventView(
                    row.eventId,
                    row.type,
                    row.occurredAt,
                    tenant,
                    Words.orNull(header.getProjectId()),
                    said.instance(),
                    data));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
