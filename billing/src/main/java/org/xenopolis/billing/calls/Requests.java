package org.xenopolis.billing.calls;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.Currency;
import java.util.UUID;
import java.util.function.Function;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.common.PageRequest;
import org.xenopolis.contracts.common.Resources;

/** Reads the fields of requests; what makes no sense is a problem of kind INVALID. */
public final class Requests {
    public static final int PAGE_DEFAULT = 50;
    public static final int PAGE_MAX = 200;
    public static final int TEXT_MAX = 200;

    private Requests() {}

    public static TenantId tenant(String id) {
        return parse(id, "tenant_id", TenantId::of);
    }

    public static InstanceId instance(String id) {
        return parse(id, "instance_id", InstanceId::of);
    }

    public static UUID uuid(String id, String field) {
        return parse(id, field, UUID::fromString);
    }

    public static Currency currency(String code) {
        return parse(code, "currency", Currency::getInstance);
    }

    public static org.xenopolis.cluster.Resources resources(Resources resources) {
        return parse(
                resources,
                "resources",
                sizes -> org.xenopolis.cluster.Resources.of(
                        sizes.getVcpus(), new MemorySize(sizes.getMemoryBytes()), new DiskSize(sizes.getDiskBytes())));
    }

    /** Not empty, not long. */
    public static String text(String value, String field) {
        if (value.isBlank() || value.length() > TEXT_MAX) {
            throw invalid(field, "must have 1 to " + TEXT_MAX + " characters");
        }
        return value;
    }

    public static long positive(long value, String field) {
        if (value <= 0) {
            throw invalid(field, "must be positive");
        }
        return value;
    }

    public static int limit(PageRequest page) {
        if (page.getLimit() < 0 || page.getLimit() > PAGE_MAX) {
            throw invalid("limit", "must be 1 to " + PAGE_MAX);
        }
        return page.getLimit() == 0 ? PAGE_DEFAULT : page.getLimit();
    }

    /** The id after which a page begins; below all others for the first page. */
    public static UUID after(PageRequest page) {
        return page.getAfterId().isEmpty() ? new UUID(0, 0) : uuid(page.getAfterId(), "after_id");
    }

    public static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    public static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    public static RuntimeException invalid(String field, String rule) {
        return Problem.of(ErrorKind.INVALID, "invalid-argument", field + " " + rule + ".")
                .exception();
    }

    private static <F, T> T parse(F value, String field, Function<F, T> parser) {
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException e) {
            throw Problem.of(ErrorKind.INVALID, "invalid-argument", field + " is malformed.")
                    .because(e);
        }
    }
}
