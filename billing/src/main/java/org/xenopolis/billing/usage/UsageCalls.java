package org.xenopolis.billing.usage;

import com.google.protobuf.UnsafeByteOperations;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.xenopolis.billing.calls.Requests;
import org.xenopolis.billing.core.Usage;
import org.xenopolis.cluster.HostId;
import org.xenopolis.contracts.billing.ListUsageRequest;
import org.xenopolis.contracts.billing.ListUsageResponse;
import org.xenopolis.contracts.billing.RatedLine;
import org.xenopolis.store.Transactions;

/** The call that lists rated lines: by their start, then by host and sequence. */
@ApplicationScoped
public class UsageCalls {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    /** Where a page begins. */
    private record Cursor(long startMicros, UUID host, long sequence) {
        static final Cursor BEGINNING = new Cursor(0, new UUID(0, 0), 0);

        static Cursor parse(String id) {
            String[] parts = id.split("_", -1);
            try {
                return new Cursor(Long.parseLong(parts[0]), HostId.of(parts[1]).value(), Long.parseLong(parts[2]));
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                throw Requests.invalid("after_id", "is malformed");
            }
        }

        @Override
        public String toString() {
            return startMicros + "_" + host + "_" + sequence;
        }
    }

    private final Transactions transactions;

    UsageCalls(Transactions transactions) {
        this.transactions = transactions;
    }

    public ListUsageResponse list(ListUsageRequest request) {
        UUID tenant = Requests.tenant(request.getTenantId()).value();
        boolean all = request.getInstanceId().isEmpty();
        UUID instance = all
                ? new UUID(0, 0)
                : Requests.instance(request.getInstanceId()).value();
        int limit = Requests.limit(request.getPage());
        String afterId = request.getPage().getAfterId();
        Cursor after = afterId.isEmpty() ? Cursor.BEGINNING : Cursor.parse(afterId);
        List<Object[]> rows = transactions.read(session -> session.createNativeQuery("""
                        select body, hash, price_book_version, micros,
                            cast(extract(epoch from start_wall) * 1000000 as bigint)
                        from rated_lines
                        where tenant_id = :tenant and (:all or instance_id = :instance)
                          and start_wall >= :from and start_wall < :until
                          and (:first or (start_wall, host_id, sequence)
                               > (timestamptz 'epoch' + cast(:micros as bigint) * interval '1 microsecond',
                                  cast(:host as uuid), cast(:sequence as bigint)))
                        order by start_wall, host_id, sequence limit :limit
                        """, Object[].class)
                .setParameter("tenant", tenant)
                .setParameter("all", all)
                .setParameter("instance", instance)
                .setParameter("from", request.hasFrom() ? Requests.instant(request.getFrom()) : FIRST)
                .setParameter("until", request.hasUntil() ? Requests.instant(request.getUntil()) : LAST)
                .setParameter("first", afterId.isEmpty())
                .setParameter("micros", after.startMicros())
                .setParameter("host", after.host())
                .setParameter("sequence", after.sequence())
                .setParameter("limit", limit)
                .getResultList());
        ListUsageResponse.Builder response = ListUsageResponse.newBuilder();
        rows.forEach(row -> response.addLines(message(row)));
        return response.build();
    }

    private static RatedLine message(Object[] row) {
        Usage usage = UsageBodies.parse(UnsafeByteOperations.unsafeWrap((byte[]) row[0]));
        HostId host = usage.line().host();
        return UsageMessages.of(usage, (byte[]) row[1])
                .setId(new Cursor((Long) row[4], host.value(), usage.line().sequence()).toString())
                .setPriceBookVersion((Integer) row[2])
                .setMicros((Long) row[3])
                .build();
    }
}
