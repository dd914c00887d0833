package org.xenopolis.billing.core;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.TenantId;

/**
 * Derives an invoice again, from what the hosts said, with decimals and no code of {@link Rating} or {@link Statement}:
 * slow, plain, and independent of what it checks.
 */
public final class InvoiceAudit {
    public static final int DIFFERENCES_MAX = 50;

    private static final Comparator<Key> ORDER =
            Comparator.comparing(Key::instance).thenComparing(Key::version).thenComparing(Key::dimension);

    private record Key(InstanceId instance, int version, Dimension dimension) {}

    private record Sum(BigDecimal quantity, BigDecimal micros) {
        Sum plus(Sum other) {
            return new Sum(quantity.add(other.quantity), micros.add(other.micros));
        }
    }

    private final TenantId tenant;
    private final PriceBooks books;
    private final Map<Key, Sum> sums = new TreeMap<>(ORDER);
    private final MessageDigest digest = UsageChain.sha256();
    private final List<String> differences = new ArrayList<>();
    private Usage.@Nullable LineId last;
    private int usageLines;

    public InvoiceAudit(TenantId tenant, PriceBooks books) {
        this.tenant = tenant;
        this.books = books;
    }

    /** Takes a line as it is stored, in the order of hosts and sequences. */
    public void take(ProvenLine line, int version, long storedMicros) {
        Usage usage = line.usage();
        if (!UsageChain.holds(line.link())) {
            differ(usage.line() + ": the hash is not that of the line");
        }
        if (!usage.tenant().equals(tenant)) {
            differ(usage.line() + ": is of another tenant");
        }
        if (last != null && last.compareTo(usage.line()) >= 0) {
            differ(usage.line() + ": comes twice");
        }
        last = usage.line();
        usageLines++;
        digest.update(line.link().hash());
        books.version(version)
                .ifPresentOrElse(
                        book -> rate(usage, book, storedMicros),
                        () -> differ(usage.line() + ": there is no price book " + version));
    }

    private void rate(Usage usage, PriceBook book, long storedMicros) {
        BigDecimal total = BigDecimal.ZERO;
        for (Dimension dimension : Dimension.values()) {
            BigDecimal quantity = quantity(usage, dimension);
            BigDecimal micros = price(quantity, book.price(dimension));
            total = total.add(micros);
            if (quantity.signum() > 0) {
                sums.merge(new Key(usage.instance(), book.version(), dimension), new Sum(quantity, micros), Sum::plus);
            }
        }
        if (total.compareTo(BigDecimal.valueOf(storedMicros)) != 0) {
            differ(usage.line() + ": costs " + total + " micros, not " + storedMicros);
        }
    }

    private static BigDecimal price(BigDecimal quantity, @Nullable Price price) {
        return price == null
                ? BigDecimal.ZERO
                : quantity.multiply(BigDecimal.valueOf(price.micros()))
                        .divide(new BigDecimal(price.per()), 0, RoundingMode.HALF_EVEN);
    }

    private static BigDecimal quantity(Usage usage, Dimension dimension) {
        Usage.Amounts amounts = usage.amounts();
        BigDecimal nanos = BigDecimal.valueOf(usage.reservedNanos());
        return switch (dimension) {
            case CPU_USED -> BigDecimal.valueOf(amounts.cpuNanos());
            case VCPU_RESERVED -> BigDecimal.valueOf(amounts.vcpus()).multiply(nanos);
            case MEMORY_RESERVED -> BigDecimal.valueOf(amounts.memoryBytes()).multiply(nanos);
            case DISK_RESERVED -> BigDecimal.valueOf(amounts.diskBytes()).multiply(nanos);
            case DISK_READ -> BigDecimal.valueOf(amounts.diskReadBytes());
            case DISK_WRITTEN -> BigDecimal.valueOf(amounts.diskWrittenBytes());
            case DISK_OPERATIONS -> BigDecimal.valueOf(amounts.diskOperations());
            case NETWORK_RECEIVED -> BigDecimal.valueOf(amounts.networkReceivedBytes());
            case NETWORK_SENT -> BigDecimal.valueOf(amounts.networkSentBytes());
        };
    }

    /** Where the invoice differs from what the lines say; empty when it is right. At most some of it. */
    public List<String> differences(Statement stated, long statedTotalMicros) {
        Map<Key, Sum> remaining = new TreeMap<>(ORDER);
        remaining.putAll(sums);
        for (Statement.Line line : stated.lines()) {
            compare(line, remaining.remove(new Key(line.instance(), line.priceBookVersion(), line.dimension())));
        }
        remaining.forEach((key, sum) -> differ(key + " is missing: " + sum.micros() + " micros"));
        BigDecimal total = sums.values().stream().map(Sum::micros).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (total.compareTo(BigDecimal.valueOf(statedTotalMicros)) != 0) {
            differ("the total is " + total + " micros, not " + statedTotalMicros);
        }
        if (usageLines != stated.usageLines()) {
            differ("there are " + usageLines + " usage lines, not " + stated.usageLines());
        }
        if (!Arrays.equals(digest.digest(), stated.linesHash())) {
            differ("the hash over the usage lines is another one");
        }
        return List.copyOf(differences);
    }

    private void compare(Statement.Line line, @Nullable Sum sum) {
        String what = line.instance() + " " + line.dimension() + " version " + line.priceBookVersion();
        if (sum == null) {
            differ(what + " has no usage");
            return;
        }
        BigInteger quantity = sum.quantity().toBigIntegerExact();
        if (!quantity.equals(line.quantity())) {
            differ(what + " has the quantity " + quantity + ", not " + line.quantity());
        }
        if (sum.micros().compareTo(BigDecimal.valueOf(line.micros())) != 0) {
            differ(what + " costs " + sum.micros() + " micros, not " + line.micros());
        }
    }

    private void differ(String what) {
        if (differences.size() < DIFFERENCES_MAX) {
            differences.add(what);
        }
    }
}
