package org.xenopolis.planner.core;

import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;

/**
 * One move.
 *
 * @param number from 1, in the order of execution
 * @param epoch of the instance when the plan was made: under another one it is not the guest that was looked at
 * @param reason why this guest, and why there
 * @param ifSkipped what stays as it is without this step
 */
public record Step(
        int number,
        InstanceId instance,
        HostId from,
        HostId to,
        Epoch epoch,
        String reason,
        String ifSkipped,
        MoveCost cost) {}
