package org.xenopolis.deploy.local.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.planner.core.ByteRate;
import org.xenopolis.planner.core.PreCopyCalibration.Observed;

/**
 * Migrations as the planner knew them before they began: how fast the link of a host is, it knows by what earlier ones
 * out of it carried, and how fast a guest writes, by its agent, which on real Xen assumes it.
 */
final class LinkSpeeds {
    /** Agents of real Xen say so of every guest that runs. */
    private static final ByteRate DIRTYING = new ByteRate(4L << 20);

    private static final double SECOND = 1e9;
    /** As the planner keeps it: one slow move is an accident, four are the link. */
    private static final double KEPT = 0.75;

    private LinkSpeeds() {}

    /** What came of one. */
    record Moved(String from, long memoryMib, long copiedBytes, long copyNanos, long pauseNanos) {
        static Moved of(String from, long memoryMib, JsonNode operation) {
            JsonNode result = operation.required("result");
            return new Moved(
                    from,
                    memoryMib,
                    result.required("copied_bytes").asLong(),
                    result.required("copy_nanos").asLong(),
                    result.required("pause_nanos").asLong());
        }
    }

    /** The first one out of a host says itself how fast its link is: it can only teach. */
    static List<Observed> observed(List<Moved> all) {
        Map<String, Double> bytesPerSecond = new HashMap<>();
        List<Observed> observed = new ArrayList<>();
        for (Moved moved : all) {
            double speed = moved.copiedBytes() * SECOND / moved.copyNanos();
            double known = bytesPerSecond.getOrDefault(moved.from(), speed);
            observed.add(new Observed(
                    MemorySize.ofMebibytes(moved.memoryMib()),
                    DIRTYING,
                    new ByteRate(Math.round(known)),
                    Duration.ofNanos(moved.copyNanos()),
                    Duration.ofNanos(moved.pauseNanos())));
            bytesPerSecond.put(moved.from(), KEPT * known + (1 - KEPT) * speed);
        }
        return observed;
    }
}
