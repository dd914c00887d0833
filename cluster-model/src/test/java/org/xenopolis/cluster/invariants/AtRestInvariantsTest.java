package org.xenopolis.cluster.invariants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.ClusterGenerator;
import org.xenopolis.cluster.ClusterGenerator.Shape;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.InstanceState;

class AtRestInvariantsTest {
    private static final HostId ELSEWHERE = new HostId(new UUID(9, 9));

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void findNothingWhenAllAgree(long seed) {
        assertThat(Invariants.atRest(new Draft(seed).state())).isEmpty();
    }

    static Stream<Arguments> plants() {
        return Stream.of(
                plant("a domain without a record", Invariant.I7, draft -> draft.records.removeFirst()),
                plant("a record without a domain", Invariant.I7, draft -> draft.domains.removeFirst()),
                plant("a record without an allocation", Invariant.I7, draft -> draft.allocations.removeFirst()),
                plant("a record without its lease", Invariant.I7, draft -> draft.leases.removeFirst()),
                plant("an allocation alone", Invariant.I7, draft -> {
                    draft.records.removeFirst();
                    draft.domains.removeFirst();
                    draft.leases.removeFirst();
                }),
                plant(
                        "a lease alone",
                        Invariant.I7,
                        draft -> draft.leases.add(new ResourceLease("ip:new", new InstanceId(new UUID(9, 9))))),
                plant("a lease twice", Invariant.I7, draft -> draft.leases.add(draft.leases.getFirst())),
                plant(
                        "one lease for two",
                        Invariant.I7,
                        draft -> draft.leases.add(new ResourceLease(
                                draft.leases.getFirst().resource(),
                                draft.leases.get(1).holder()))),
                plant(
                        "a domain that is stopped in the record",
                        Invariant.I7,
                        draft -> draft.record(
                                InstanceState.STOPPED,
                                Optional.empty(),
                                draft.records.getFirst().epoch())),
                plant(
                        "a deleted instance that still has all",
                        Invariant.I7,
                        draft -> draft.record(
                                InstanceState.DELETED,
                                Optional.empty(),
                                draft.records.getFirst().epoch())),
                plant(
                        "a record on another host",
                        Invariant.I7,
                        draft -> draft.record(
                                draft.records.getFirst().state(),
                                Optional.of(ELSEWHERE),
                                draft.records.getFirst().epoch())),
                plant(
                        "a record of another epoch",
                        Invariant.I7,
                        draft -> draft.record(
                                draft.records.getFirst().state(),
                                draft.records.getFirst().host(),
                                draft.records.getFirst().epoch().next())),
                plant(
                        "a stopped one that is recorded on a host",
                        Invariant.I7,
                        draft -> draft.records.add(new InstanceRecord(
                                new InstanceId(new UUID(9, 1)),
                                InstanceState.STOPPED,
                                Optional.of(ELSEWHERE),
                                Epoch.FIRST,
                                Set.of()))),
                plant("two records", Invariant.I7, draft -> draft.records.add(draft.records.getFirst())),
                plant(
                        "a second domain elsewhere",
                        Invariant.I7,
                        draft -> draft.domains.add(
                                draft.moved(draft.domains.getFirst(), ELSEWHERE, DomainState.PAUSED))),
                plant(
                        "a second domain beside the first",
                        Invariant.I7,
                        draft -> draft.domains.add(draft.domains.getFirst())),
                plant(
                        "a second place beside the first",
                        Invariant.I7,
                        draft -> draft.allocations.add(draft.allocations.getFirst())),
                plant(
                        "the source of a finished move",
                        Invariant.I7,
                        draft -> draft.domains.add(
                                draft.moved(draft.domains.getFirst(), ELSEWHERE, DomainState.MIGRATED_AWAY))),
                plant(
                        "a zombie",
                        Invariant.I7,
                        draft -> draft.domains.set(
                                0,
                                draft.moved(
                                        draft.domains.getFirst(),
                                        draft.domains.getFirst().host(),
                                        DomainState.DYING))),
                plant(
                        "a crash that nobody noticed",
                        Invariant.I7,
                        draft -> draft.domains.set(
                                0,
                                draft.moved(
                                        draft.domains.getFirst(),
                                        draft.domains.getFirst().host(),
                                        DomainState.CRASHED))),
                plant(
                        "a place kept for a move",
                        Invariant.I7,
                        draft -> draft.allocations.add(
                                draft.allocations.getFirst().toMoveTo(ELSEWHERE))),
                plant(
                        "a create that never ends",
                        Invariant.I3,
                        draft -> draft.records.add(new InstanceRecord(
                                new InstanceId(new UUID(9, 1)),
                                InstanceState.PENDING,
                                Optional.empty(),
                                Epoch.NONE,
                                Set.of()))),
                plant(
                        "a move that never ends",
                        Invariant.I3,
                        draft -> draft.record(
                                InstanceState.MIGRATING,
                                draft.records.getFirst().host(),
                                draft.records.getFirst().epoch())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plants")
    void findWhatWasPlanted(String name, Invariant broken, Consumer<Draft> plant) {
        for (long seed = 0; seed < 20; seed++) {
            Draft draft = new Draft(seed);
            plant.accept(draft);

            assertThat(Invariants.atRest(draft.state()))
                    .as(name)
                    .extracting(Violation::invariant)
                    .isNotEmpty()
                    .containsOnly(broken);
        }
    }

    private static Arguments plant(String name, Invariant broken, Consumer<Draft> plant) {
        return arguments(name, broken, plant);
    }

    /** A cluster at rest, open to changes. */
    static final class Draft {
        final List<SeenDomain> domains = new ArrayList<>();
        final List<InstanceRecord> records = new ArrayList<>();
        final List<Allocation> allocations = new ArrayList<>();
        final List<ResourceLease> leases = new ArrayList<>();

        Draft(long seed) {
            ClusterGenerator random = ClusterGenerator.seeded(seed);
            for (Allocation held : random.cluster(Shape.full(3, 12)).allocations()) {
                if (held.purpose() == Allocation.Purpose.RUN) {
                    boolean paused = random.oneIn(4);
                    DomainState running = random.oneIn(2) ? DomainState.BLOCKED : DomainState.RUNNING;
                    allocations.add(held);
                    domains.add(new SeenDomain(
                            held.host(),
                            domains.size() + 1,
                            held.instance(),
                            held.epoch(),
                            paused ? DomainState.PAUSED : running));
                    add(
                            held.instance(),
                            paused ? InstanceState.PAUSED : InstanceState.RUNNING,
                            Optional.of(held.host()),
                            held.epoch());
                }
            }
            add(new InstanceId(random.uuid()), InstanceState.STOPPED, Optional.empty(), new Epoch(3));
            add(new InstanceId(random.uuid()), InstanceState.ERROR, Optional.empty(), new Epoch(1));
            records.add(new InstanceRecord(
                    new InstanceId(random.uuid()), InstanceState.DELETED, Optional.empty(), new Epoch(2), Set.of()));
        }

        AtRest state() {
            return new AtRest(domains, records, allocations, leases);
        }

        /** Says something else of the first instance. */
        void record(InstanceState state, Optional<HostId> host, Epoch epoch) {
            InstanceRecord before = records.getFirst();
            records.set(0, new InstanceRecord(before.instance(), state, host, epoch, before.leases()));
        }

        SeenDomain moved(SeenDomain domain, HostId host, DomainState state) {
            return new SeenDomain(host, domain.domid(), domain.instance(), domain.epoch(), state);
        }

        private void add(InstanceId instance, InstanceState state, Optional<HostId> host, Epoch epoch) {
            String address = "ip:10.0.0." + records.size();
            leases.add(new ResourceLease(address, instance));
            records.add(new InstanceRecord(instance, state, host, epoch, Set.of(address)));
        }
    }
}
