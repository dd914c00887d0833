package org.xenopolis.scheduler.core;

import static org.xenopolis.cluster.InstanceState.DELETED;
import static org.xenopolis.cluster.InstanceState.ERROR;
import static org.xenopolis.cluster.InstanceState.PAUSED;
import static org.xenopolis.cluster.InstanceState.PENDING;
import static org.xenopolis.cluster.InstanceState.RUNNING;
import static org.xenopolis.cluster.InstanceState.STOPPED;
import static org.xenopolis.cluster.InstanceState.SUSPENDED;

import java.util.EnumSet;
import java.util.Set;
import org.xenopolis.cluster.InstanceState;
import org.xenopolis.contracts.instances.OperationKind;

/** What may be done to an instance in which state, and where that is to leave it. */
public final class OperationRules {
    private OperationRules() {}

    /** The states in which an operation of this kind may begin. */
    public static Set<InstanceState> from(OperationKind kind) {
        return switch (kind) {
            case CREATE -> EnumSet.of(PENDING);
            case DELETE -> EnumSet.of(RUNNING, PAUSED, SUSPENDED, STOPPED, ERROR);
            case START -> EnumSet.of(STOPPED);
            case STOP -> EnumSet.of(RUNNING, PAUSED, ERROR);
            case REBOOT, PAUSE, SUSPEND, MIGRATE -> EnumSet.of(RUNNING);
            case UNPAUSE -> EnumSet.of(PAUSED);
            case RESUME -> EnumSet.of(SUSPENDED);
            case RESIZE -> EnumSet.of(RUNNING, STOPPED);
            case SET_RULES -> EnumSet.of(RUNNING, PAUSED, SUSPENDED, STOPPED);
            case SNAPSHOT, ATTACH_VOLUME, DETACH_VOLUME -> EnumSet.of(RUNNING, PAUSED, STOPPED);
            case EVACUATE -> EnumSet.of(RUNNING, PAUSED, ERROR);
            case OPERATION_KIND_UNSPECIFIED, UNRECOGNIZED -> EnumSet.noneOf(InstanceState.class);
        };
    }

    /** Where the instance is meant to be afterwards. @param now where it is meant to be until then */
    public static InstanceState intended(OperationKind kind, InstanceState now) {
        return switch (kind) {
            case CREATE, START, RESUME, UNPAUSE, REBOOT, MIGRATE, EVACUATE -> RUNNING;
            case STOP -> STOPPED;
            case PAUSE -> PAUSED;
            case SUSPEND -> SUSPENDED;
            case DELETE -> DELETED;
            default -> now;
        };
    }
}
