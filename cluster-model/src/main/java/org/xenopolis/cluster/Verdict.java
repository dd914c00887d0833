package org.xenopolis.cluster;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The answer to "may this be?". */
public sealed interface Verdict {
    record Allowed() implements Verdict {
        private static final Allowed INSTANCE = new Allowed();
    }

    /** All the reasons against it, at least one, in the order of the enum. */
    record Refused(Set<RejectionReason> because) implements Verdict {
        public Refused {
            because = Collections.unmodifiableSet(EnumSet.copyOf(because));
        }
    }

    static Verdict of(Set<RejectionReason> reasons) {
        return reasons.isEmpty() ? Allowed.INSTANCE : new Refused(reasons);
    }

    default boolean isAllowed() {
        return this instanceof Allowed;
    }

    /** Empty when allowed. */
    default Set<RejectionReason> reasons() {
        return switch (this) {
            case Allowed allowed -> Set.of();
            case Refused(Set<RejectionReason> because) -> because;
        };
    }
}
