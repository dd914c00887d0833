package org.xenopolis.cluster.invariants;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.UUID;
import org.xenopolis.cluster.CpuTime;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.VcpuCount;

/** Random histories that keep I1, with the meters that bill them exactly; the same ones from the same seed. */
final class TruthGenerator {
    static final String BOOT = "boot-1";

    final List<TruthEvent> events = new ArrayList<>();
    final List<MeterInterval> meters = new ArrayList<>();
    final List<HostId> hosts = new ArrayList<>();

    private final SplittableRandom random;
    private final Map<HostId, Integer> domids = new HashMap<>();

    TruthGenerator(long seed, int hostCount, int instances) {
        random = new SplittableRandom(seed);
        for (int i = 0; i < hostCount; i++) {
            hosts.add(new HostId(new UUID(0, i + 1L)));
        }
        for (int i = 0; i < instances; i++) {
            instance(new InstanceId(new UUID(1, i + 1L)));
        }
    }

    static boolean billed(DomainState state) {
        return state.isUnpaused() || state == DomainState.PAUSED;
    }

    private void instance(InstanceId instance) {
        // A negative start too: the zero of a monotonic clock means nothing.
        long now = random.nextLong(-1_000, 1_000);
        HostId host = pick();
        Domain domain = new Domain(host, instance);
        domain.becomes(DomainState.BUILDING, now);
        for (int step = random.nextInt(1, 5); step > 0; step--) {
            now = domain.runs(now + random.nextInt(1, 100));
            HostId target = pick();
            if (!target.equals(domain.host) && random.nextBoolean()) {
                Domain next = new Domain(target, instance);
                next.becomes(DomainState.INCOMING, now);
                now += random.nextInt(1, 100);
                domain.becomes(DomainState.SUSPENDED, now);
                now += random.nextInt(100);
                // The hand-over: the one ends to be able to run in the nanosecond in which the other begins.
                domain.becomes(DomainState.MIGRATED_AWAY, now);
                next.becomes(DomainState.RUNNING, now);
                domain.becomes(DomainState.GONE, now + random.nextInt(100));
                domain = next;
            }
        }
        now += random.nextInt(1, 100);
        domain.becomes(DomainState.DYING, now);
        domain.becomes(DomainState.GONE, now + random.nextInt(100));
    }

    private HostId pick() {
        return hosts.get(random.nextInt(hosts.size()));
    }

    private final class Domain {
        private final HostId host;
        private final InstanceId instance;
        private final int domid;
        private DomainState state = DomainState.BUILDING;
        private long since;
        private long cpu;
        private long billedCpu;

        Domain(HostId host, InstanceId instance) {
            this.host = host;
            this.instance = instance;
            this.domid = domids.merge(host, 1, Integer::sum);
        }

        /** Runs, idles and is paused from then on; ends running, and says when. */
        long runs(long start) {
            long now = start;
            becomes(DomainState.RUNNING, now);
            for (int i = random.nextInt(4); i > 0; i--) {
                now += random.nextInt(1, 100);
                becomes(random.nextBoolean() ? DomainState.PAUSED : DomainState.BLOCKED, now);
                now += random.nextInt(1, 100);
                becomes(DomainState.RUNNING, now);
            }
            return now + random.nextInt(1, 100);
        }

        void becomes(DomainState next, long now) {
            if (state == DomainState.RUNNING) {
                cpu += random.nextLong(now - since + 1);
            }
            if (billed(state)) {
                meter(since, now);
            }
            state = next;
            since = now;
            events.add(new TruthEvent(
                    host,
                    BOOT,
                    now,
                    OptionalLong.empty(),
                    domid,
                    instance,
                    next,
                    MemorySize.ofMebibytes(instance.value().getLeastSignificantBits()),
                    VcpuCount.of(1),
                    new CpuTime(cpu)));
        }

        private void meter(long from, long to) {
            long begin = from;
            while (to - begin > 1 && random.nextBoolean()) {
                long cut = random.nextLong(begin + 1, to);
                meters.add(new MeterInterval(host, BOOT, domid, instance, begin, cut, CpuTime.ZERO));
                begin = cut;
            }
            meters.add(new MeterInterval(host, BOOT, domid, instance, begin, to, new CpuTime(cpu - billedCpu)));
            billedCpu = cpu;
        }
    }
}
