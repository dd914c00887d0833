package org.xenopolis.cluster;

import java.util.Set;

/** What the control plane may do with a host. */
public enum HostState {
    /** Takes new guests. */
    UP,
    /** Runs its guests, takes no new ones; an operator asked for that. */
    CORDONED,
    /** As cordoned, and its guests are being moved away. */
    DRAINING,
    /** Its lease is late: its guests are presumed to run, and nothing is known until it speaks or is fenced. */
    SUSPECT,
    /** There is proof that nothing runs there: its lease ran out and it fenced itself, or an operator attests it. */
    FENCED,
    /** Known to be switched off or taken out of service. */
    DOWN;

    /** Whether commands to this host can be expected to be carried out. */
    public boolean answers() {
        return switch (this) {
            case UP, CORDONED, DRAINING -> true;
            case SUSPECT, FENCED, DOWN -> false;
        };
    }

    /** Whether its guests are known not to run, so that they may be started elsewhere. */
    public boolean provesStopped() {
        return switch (this) {
            case FENCED, DOWN -> true;
            case UP, CORDONED, DRAINING, SUSPECT -> false;
        };
    }

    /** The states that may directly follow; silence leads only to {@link #SUSPECT}, never further. */
    public Set<HostState> next() {
        return switch (this) {
            case UP -> Set.of(CORDONED, DRAINING, SUSPECT);
            case CORDONED -> Set.of(UP, DRAINING, SUSPECT, DOWN);
            case DRAINING -> Set.of(UP, CORDONED, SUSPECT, DOWN);
            // Back to what it was: whoever keeps the state remembers what an operator had asked.
            case SUSPECT -> Set.of(UP, CORDONED, DRAINING, FENCED);
            case FENCED -> Set.of(UP, CORDONED, DOWN);
            case DOWN -> Set.of(UP, CORDONED);
        };
    }

    public boolean mayBecome(HostState state) {
        return next().contains(state);
    }
}
