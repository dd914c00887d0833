package org.xenopolis.billing.usage;

import com.google.protobuf.UnsafeByteOperations;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.xenopolis.billing.calls.Requests;
import org.xenopolis.billing.core.Obstacle;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.billing.DecideQuarantinedRequest;
import org.xenopolis.contracts.billing.GetQuarantinedRequest;
import org.xenopolis.contracts.billing.ListQuarantinedRequest;
import org.xenopolis.contracts.billing.ListQuarantinedResponse;
import org.xenopolis.contracts.billing.QuarantinedLine;
import org.xenopolis.contracts.billing.RatedLine;
import org.xenopolis.store.Transactions;

/** The calls by which an operator looks at lines in quarantine and decides on them. */
@ApplicationScoped
public class QuarantineCalls {
    static final String BILLED = "BILLED";
    static final String DISCARDED = "DISCARDED";

    private static final String SELECT = """
            select q.id, q.body, q.hash, q.tenant_id, q.reason, q.quarantined_at, q.outcome, q.cause, q.decided_at,
                r.price_book_version, r.micros
            from quarantined_lines q
            left join rated_lines r on q.outcome = 'BILLED' and r.host_id = q.host_id and r.sequence = q.sequence
            """;

    private final Transactions transactions;
    private final QuarantinedLines quarantine;
    private final UsageBilling billing;
    private final UsageMeters meters;

    QuarantineCalls(Transactions transactions, QuarantinedLines quarantine, UsageBilling billing, UsageMeters meters) {
        this.transactions = transactions;
        this.quarantine = quarantine;
        this.billing = billing;
        this.meters = meters;
    }

    public ListQuarantinedResponse list(ListQuarantinedRequest request) {
        UUID tenant = request.getTenantId().isEmpty()
                ? null
                : Requests.tenant(request.getTenantId()).value();
        UUID after = Requests.after(request.getPage());
        int limit = Requests.limit(request.getPage());
        List<Object[]> rows = transactions.read(session -> session.createNativeQuery(SELECT + """
                        where q.id > :after and (:decided or q.outcome is null)
                          and (cast(:tenant as uuid) is null or q.tenant_id = cast(:tenant as uuid))
                          and (:reason = '' or q.reason = :reason)
                        order by q.id limit :limit
                        """, Object[].class)
                .setParameter("after", after)
                .setParameter("decided", request.getDecided())
                .setParameter("tenant", tenant == null ? null : tenant.toString())
                .setParameter("reason", request.getReason())
                .setParameter("limit", limit)
                .getResultList());
        return ListQuarantinedResponse.newBuilder()
                .addAllLines(rows.stream().map(QuarantineCalls::message).toList())
                .build();
    }

    public QuarantinedLine get(GetQuarantinedRequest request) {
        UUID id = Requests.uuid(request.getId(), "id");
        return transactions.read(session -> read(session, id));
    }

    /** Judges it as a line that has just come. */
    public QuarantinedLine release(DecideQuarantinedRequest request) {
        UUID id = Requests.uuid(request.getId(), "id");
        String cause = Requests.text(request.getCause(), "cause");
        return transactions.call(session -> quarantine
                .takeAsBilled(session, id, cause)
                .chain(taken -> taken.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : billing.bill(session, List.of(taken.get()))
                                .invoke(meters::count)
                                .replaceWithVoid())
                .chain(() -> read(session, id))
                .invoke(line -> refuseIf(line, DISCARDED)));
    }

    public QuarantinedLine discard(DecideQuarantinedRequest request) {
        UUID id = Requests.uuid(request.getId(), "id");
        String cause = Requests.text(request.getCause(), "cause");
        return transactions.call(session -> quarantine
                .discard(session, id, cause)
                .chain(() -> read(session, id))
                .invoke(line -> refuseIf(line, BILLED)));
    }

    private static void refuseIf(QuarantinedLine line, String outcome) {
        if (line.getOutcome().equals(outcome)) {
            throw Problem.of(
                            ErrorKind.CONFLICT,
                            "already-decided",
                            outcome.equals(BILLED) ? "The line is billed already." : "The line was discarded.")
                    .exception();
        }
    }

    private static Uni<QuarantinedLine> read(Mutiny.Session session, UUID id) {
        return session.createNativeQuery(SELECT + "where q.id = :id", Object[].class)
                .setParameter("id", id)
                .getResultList()
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(QuarantineCalls::message)
                        .orElseThrow(() -> Problem.of(
                                        ErrorKind.NOT_FOUND,
                                        "no-quarantined-line",
                                        "There is no such line in quarantine.")
                                .exception()));
    }

    private static QuarantinedLine message(Object[] row) {
        String id = row[0].toString();
        Obstacle obstacle = Obstacle.valueOf((String) row[4]);
        RatedLine.Builder line = UsageMessages.of(
                        UsageBodies.parse(UnsafeByteOperations.unsafeWrap((byte[]) row[1])), (byte[]) row[2])
                .setId(id);
        if (row[9] != null) {
            line.setPriceBookVersion((Integer) row[9]).setMicros((Long) row[10]);
        }
        QuarantinedLine.Builder message = QuarantinedLine.newBuilder()
                .setId(id)
                .setLine(line)
                .setTenantId(row[3].toString())
                .setReason(obstacle.name())
                .setSentence(obstacle.sentence())
                .setQuarantinedAt(Requests.timestamp(((OffsetDateTime) row[5]).toInstant()))
                .setOutcome(orEmpty(row[6]))
                .setCause(orEmpty(row[7]));
        if (row[8] != null) {
            message.setDecidedAt(Requests.timestamp(((OffsetDateTime) row[8]).toInstant()));
        }
        return message.build();
    }

    private static String orEmpty(@Nullable Object text) {
        return text == null ? "" : (String) text;
    }
}
