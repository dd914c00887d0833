package org.xenopolis.host.simulator;

import com.google.protobuf.ByteString;
import java.util.List;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.host.core.Counters;
import org.xenopolis.host.driver.DomainName;
import org.xenopolis.host.simulator.record.SimGuest;

/** One domain of the model, as of the moment up to which the model has counted. */
final class SimulatedGuest {
    private static final long SECOND = 1_000_000_000L;
    /** While it boots, a guest reads its root disk at this rate. */
    private static final long BOOT_READ_BYTES_PER_SECOND = 20L << 20;

    private static final long BOOT_READ_NANOS = 2 * SECOND;
    private static final long OPERATION_BYTES = 16 << 10;

    private final SimGuest made;
    private final GuestProgram program;
    private int vcpus;
    private long memoryBytes;
    private DomainState state;
    private long sinceNanos;
    private long cpuNanos;
    private long runNanos;
    private boolean wantsReboot;
    private long goneAtNanos;
    private List<String> rules;

    SimulatedGuest(SimGuest record) {
        this.made = record.toBuilder()
                .clearState()
                .clearSinceNanos()
                .clearCpuNanos()
                .clearRunNanos()
                .clearRules()
                .clearGoneAtNanos()
                .build();
        this.program = GuestProgram.of(
                record.getName().hashCode() * 0x9E3779B97F4A7C15L,
                record.getProgram().toByteArray());
        this.vcpus = record.getVcpus();
        this.memoryBytes = record.getMemoryBytes();
        this.state = DomainState.valueOf(record.getState());
        this.sinceNanos = record.getSinceNanos();
        this.cpuNanos = record.getCpuNanos();
        this.runNanos = record.getRunNanos();
        this.wantsReboot = record.getWantsReboot();
        this.goneAtNanos = record.getGoneAtNanos();
        this.rules = List.copyOf(record.getRulesList());
    }

    SimGuest record() {
        return made.toBuilder()
                .setVcpus(vcpus)
                .setMemoryBytes(memoryBytes)
                .setState(state.name())
                .setSinceNanos(sinceNanos)
                .setCpuNanos(cpuNanos)
                .setRunNanos(runNanos)
                .setWantsReboot(wantsReboot)
                .setGoneAtNanos(goneAtNanos)
                .addAllRules(rules)
                .build();
    }

    int domid() {
        return made.getDomid();
    }

    DomainName name() {
        return new DomainName(made.getName());
    }

    /** Whether it is the domain that an instance lives in; one that is dying has no name any more. */
    boolean isNamed(DomainName name) {
        return state != DomainState.DYING && name().equals(name);
    }

    /** Empty for a domain that is not ours. */
    String instance() {
        return name().instance().map(Object::toString).orElse("");
    }

    long epoch() {
        return made.getEpoch();
    }

    String hostName() {
        return made.getHostName();
    }

    List<String> rules() {
        return rules;
    }

    void setRules(List<String> newRules) {
        rules = List.copyOf(newRules);
    }

    List<String> sshKeys() {
        return made.getSshKeysList();
    }

    ByteString programText() {
        return made.getProgram();
    }

    GuestProgram program() {
        return program;
    }

    int vcpus() {
        return vcpus;
    }

    long memoryBytes() {
        return memoryBytes;
    }

    DomainState state() {
        return state;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    boolean isUnpaused() {
        return state.isUnpaused();
    }

    /** When its memory is given back, once it is dying. */
    long goneAtNanos() {
        return goneAtNanos;
    }

    void die(long goneAt, long atNanos) {
        turn(DomainState.DYING, false, atNanos);
        goneAtNanos = goneAt;
    }

    boolean wantsReboot() {
        return wantsReboot;
    }

    boolean isWatched() {
        return made.getWatched();
    }

    int weight() {
        return made.getWeight();
    }

    long runNanos() {
        return runNanos;
    }

    /** What it would use now if it were alone, in millionths of a CPU. */
    long wantedMicrosAt(long nanos) {
        return Math.min(program.demandMicrosAt(nanos) * vcpus, capMicros());
    }

    long wantedMicrosMax() {
        return isUnpaused() ? Math.min(program.demandMicrosMax() * vcpus, capMicros()) : 0;
    }

    private long capMicros() {
        return made.getCapPercent() == 0 ? Long.MAX_VALUE : made.getCapPercent() * 10_000L;
    }

    /** CPU time between two moments when nobody else gets in the way. */
    long freeCpuNanos(long from, long to) {
        long busy = program.busyNanosUntil(to) - program.busyNanosUntil(from);
        long busyMicros = Math.min(program.busyMicros() * vcpus, capMicros());
        long idleMicros = Math.min(program.idleMicros() * vcpus, capMicros());
        return part(busy, busyMicros) + part(to - from - busy, idleMicros);
    }

    static long part(long nanos, long micros) {
        return nanos / 1_000_000 * micros + nanos % 1_000_000 * micros / 1_000_000;
    }

    void ran(long nanos, long cpu) {
        runNanos += nanos;
        cpuNanos += cpu;
    }

    void turn(DomainState next, boolean reboot, long atNanos) {
        state = next;
        wantsReboot = reboot;
        sinceNanos = atNanos;
    }

    void resize(int newVcpus, long newMemoryBytes, long atNanos) {
        vcpus = newVcpus;
        memoryBytes = newMemoryBytes;
        sinceNanos = atNanos;
    }

    /** Moment at which it shuts itself down, to reboot or not, if it keeps running. */
    long endsAtNanos(long settledNanos) {
        long after = Math.min(orNever(program.shutdownAfterNanos()), orNever(program.rebootEveryNanos()));
        if (!isUnpaused() || after == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        return settledNanos + Math.max(0, after - runNanos);
    }

    /** Whether that shutdown is a reboot. */
    boolean endsInReboot() {
        return orNever(program.rebootEveryNanos()) < orNever(program.shutdownAfterNanos());
    }

    private static long orNever(long nanos) {
        return nanos == 0 ? Long.MAX_VALUE : nanos;
    }

    /** Counters after that much more of running and of CPU. */
    Counters counters(long moreRunNanos, long moreCpuNanos) {
        long from = made.getRunBaseNanos();
        long to = runNanos + moreRunNanos;
        long read = diskReadBytes(to) - diskReadBytes(from);
        long written = bytes(program.diskBytesPerSecond(), to) - bytes(program.diskBytesPerSecond(), from);
        long network = bytes(program.networkBytesPerSecond(), to) - bytes(program.networkBytesPerSecond(), from);
        return new Counters(
                cpuNanos + moreCpuNanos,
                read,
                written,
                read / OPERATION_BYTES + written / OPERATION_BYTES,
                network,
                network / 2);
    }

    /** What it wrote where it ran before it came here, or before it was saved. */
    long diskWrittenBefore() {
        return bytes(program.diskBytesPerSecond(), made.getRunBaseNanos());
    }

    private long diskReadBytes(long ran) {
        return bytes(BOOT_READ_BYTES_PER_SECOND, Math.min(ran, BOOT_READ_NANOS))
                + bytes(program.diskBytesPerSecond() / 2, ran);
    }

    private static long bytes(long perSecond, long nanos) {
        return nanos / SECOND * perSecond + nanos % SECOND * perSecond / SECOND;
    }
}
