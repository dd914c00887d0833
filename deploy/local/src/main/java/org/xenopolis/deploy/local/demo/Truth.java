package org.xenopolis.deploy.local.demo;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.contracts.billing.Dimension;
import org.xenopolis.deploy.local.truth.TruthJournals;
import org.xenopolis.deploy.local.truth.TruthLine;

/**
 * What one instance really used, added up from the hosts' ground-truth journals by this class alone: it shares no code
 * with the meters or with billing.
 */
record Truth(Map<Dimension, BigInteger> quantities) {
    private static final Map<Dimension, ToLongFunction<TruthLine>> COUNTERS = new EnumMap<>(Map.of(
            Dimension.CPU_USED, TruthLine::cpu,
            Dimension.DISK_READ, TruthLine::diskRead,
            Dimension.DISK_WRITTEN, TruthLine::diskWrite,
            Dimension.DISK_OPERATIONS, TruthLine::diskOps,
            Dimension.NETWORK_RECEIVED, TruthLine::netReceived,
            Dimension.NETWORK_SENT, TruthLine::netSent));
    private static final Map<Dimension, ToLongFunction<TruthLine>> RESERVED = new EnumMap<>(Map.of(
            Dimension.VCPU_RESERVED, TruthLine::vcpus,
            Dimension.MEMORY_RESERVED, TruthLine::memory,
            Dimension.DISK_RESERVED, TruthLine::disk));

    static Truth read(Path journals, String instance) {
        return of(TruthJournals.read(journals).stream()
                .filter(line -> line.instance().equals(instance))
                .toList());
    }

    /** Between two lines of a domain its size was that of the first; what it used is the counters' difference. */
    static Truth of(List<TruthLine> lines) {
        Map<Dimension, BigInteger> sums = new EnumMap<>(Dimension.class);
        COUNTERS.keySet().forEach(dimension -> sums.put(dimension, BigInteger.ZERO));
        RESERVED.keySet().forEach(dimension -> sums.put(dimension, BigInteger.ZERO));
        Map<String, TruthLine> previous = new HashMap<>();
        for (TruthLine now : lines) {
            TruthLine before = previous.put(now.host() + "/" + now.boot() + "/" + now.domid(), now);
            if (before == null) {
                continue;
            }
            COUNTERS.forEach((dimension, counter) ->
                    add(sums, dimension, BigInteger.valueOf(counter.applyAsLong(now) - counter.applyAsLong(before))));
            if (!isBilled(before)) {
                continue;
            }
            BigInteger nanos = BigInteger.valueOf(now.mono() - before.mono());
            RESERVED.forEach((dimension, size) -> add(
                    sums,
                    dimension,
                    BigInteger.valueOf(size.applyAsLong(before)).multiply(nanos)));
        }
        return new Truth(sums);
    }

    /**
     * A tenant pays for the time in which the guest can run or is paused, not for building and taking down; and, while
     * there is no domain (a line without a number), for the disk that is kept.
     */
    private static boolean isBilled(TruthLine line) {
        return line.domid() == 0 || line.state().isUnpaused() || line.state() == DomainState.PAUSED;
    }

    private static void add(Map<Dimension, BigInteger> sums, Dimension dimension, BigInteger amount) {
        sums.merge(dimension, amount, BigInteger::add);
    }
}
