package org.xenopolis.planner.core;

import java.util.List;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.RejectionReason;

/** A guest that no step moves although the goal asks for it. */
public record Stuck(InstanceId instance, List<Reason> reasons) {
    /**
     * @param code a name of {@link RejectionReason}, or one of those here
     * @param hosts how many hosts it ruled out
     */
    public record Reason(String code, int hosts, String sentence) {
        public static final String NOT_RUNNING = "NOT_RUNNING";
        public static final String TOO_MANY_MOVES = "TOO_MANY_MOVES";
        public static final String NO_ORDER = "NO_ORDER";

        public static Reason of(RejectionReason reason, int hosts) {
            return new Reason(reason.name(), hosts, reason.sentence());
        }
    }

    public Stuck {
        reasons = List.copyOf(reasons);
    }
}
