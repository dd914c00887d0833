package org.xenopolis.planner.scheduling;

import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.OperationId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.hosts.AllocationView;
import org.xenopolis.contracts.hosts.GuestLoad;
import org.xenopolis.contracts.hosts.Host;
import org.xenopolis.contracts.hosts.HostCapacity;
import org.xenopolis.contracts.hosts.HostLoad;
import org.xenopolis.contracts.hosts.SnapshotResponse;
import org.xenopolis.planner.core.Step;

/** A scheduler in memory: moves what it is asked to at once, unless told otherwise. */
@Mock
@ApplicationScoped
public class FakeScheduler implements Scheduler {
    private final Map<OperationId, MoveStatus> operations = new HashMap<>();
    private final List<Step> submitted = new ArrayList<>();
    private final Set<InstanceId> refusing = new HashSet<>();
    private SnapshotResponse snapshot = SnapshotResponse.getDefaultInstance();
    private MoveStatus outcome = new MoveStatus.Succeeded();
    private int silences;
    private int crashes;
    private boolean crashAfterEffect;

    public synchronized void reset(SnapshotResponse fresh) {
        snapshot = fresh;
        operations.clear();
        submitted.clear();
        refusing.clear();
        outcome = new MoveStatus.Succeeded();
        silences = 0;
        crashes = 0;
    }

    public synchronized void refuse(InstanceId instance) {
        refusing.add(instance);
    }

    /** What becomes of all moves, those under way too. */
    public synchronized void outcome(MoveStatus status) {
        outcome = status;
        operations.replaceAll((id, old) -> status);
    }

    /** So many calls go unanswered. */
    public synchronized void fallSilent(int calls) {
        silences = calls;
    }

    /** The next submission ends the caller's process, before or after it had its effect. */
    public synchronized void crashCaller(boolean afterEffect) {
        crashes = 1;
        crashAfterEffect = afterEffect;
    }

    /** Each move that had an effect, in order. */
    public synchronized List<Step> submitted() {
        return List.copyOf(submitted);
    }

    @Override
    public synchronized SnapshotResponse snapshot() {
        answer();
        return snapshot;
    }

    @Override
    public synchronized Submission submit(Step step, OperationId operation, String cause) {
        answer();
        if (crashes > 0 && !crashAfterEffect) {
            crash();
        }
        if (refusing.contains(step.instance())) {
            return new Submission.Refused("wrong-source: The instance is on another host by now.");
        }
        if (operations.putIfAbsent(operation, outcome) == null) {
            submitted.add(step);
        }
        if (crashes > 0) {
            crash();
        }
        return new Submission.Accepted();
    }

    @Override
    public synchronized MoveStatus status(OperationId operation) {
        answer();
        return operations.getOrDefault(operation, new MoveStatus.Unknown());
    }

    private void answer() {
        if (silences > 0) {
            silences--;
            throw Problem.of(ErrorKind.UNAVAILABLE, "peer-unavailable", "No answer.")
                    .exception();
        }
    }

    private void crash() {
        crashes--;
        throw new Crash();
    }

    /** Stands for kill -9: nothing in the planner catches it. */
    public static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** One hot host with so many guests, and two that have room. */
    public static SnapshotResponse oneHotHost(HostId hot, HostId cool, HostId cold, List<InstanceId> guests) {
        SnapshotResponse.Builder snapshot = SnapshotResponse.newBuilder()
                .addHosts(host(hot, "hot", 0.95))
                .addHosts(host(cool, "cool", 0.20))
                .addHosts(host(cold, "cold", 0.10));
        for (InstanceId guest : guests) {
            snapshot.addAllocations(AllocationView.newBuilder()
                    .setInstanceId(guest.toString())
                    .setHostId(hot.toString())
                    .setEpoch(3)
                    .setPurpose("RUN")
                    .setState("RUNNING")
                    .setTenantId("00000000-0000-7000-8000-00000000000a")
                    .setResources(Resources.newBuilder()
                            .setVcpus(2)
                            .setMemoryBytes(4L << 30)
                            .setDiskBytes(10L << 30)));
            snapshot.addGuestLoads(GuestLoad.newBuilder()
                    .setInstanceId(guest.toString())
                    .setCpuCores(15.2 / guests.size())
                    .setDirtyBytesPerSecond(10_000_000));
        }
        return snapshot.build();
    }

    private static Host host(HostId id, String name, double cpu) {
        return Host.newBuilder()
                .setId(id.toString())
                .setName(name)
                .setZone("a")
                .setState("UP")
                .setCapacity(HostCapacity.newBuilder()
                        .setPhysicalCpus(16)
                        .setMemoryBytes(64L << 30)
                        .setDiskBytes(1L << 40))
                .setVcpuOvercommitPermille(4_000)
                .setXenVersion("4.17.3")
                .setCpuVendor("GenuineIntel")
                .setLoad(HostLoad.newBuilder().setCpuFraction(cpu))
                .build();
    }
}
