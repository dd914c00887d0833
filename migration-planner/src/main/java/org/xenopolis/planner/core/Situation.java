package org.xenopolis.planner.core;

import java.util.Map;
import java.util.Set;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Cluster;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;

/**
 * What a plan is made from: one consistent picture of the ledger, and the loads known at that time or expected.
 *
 * @param cpuFractions busy share of all physical CPUs of a host, 0..1; none where it has not reported
 * @param traffic of a host, of its guests and what else there is; where it is not known it is the sum over its guests
 * @param carries what a host's network card carries and its disks can; 0 where that is not known, and then nothing is
 *     said about its heat
 * @param links what the migration link of a host was seen to carry; {@link ByteRate#GIGABIT} is assumed elsewhere
 * @param atRest instances that hold a place but do not run, so that they cannot move live
 * @param left hosts that an instance left less than a day ago: nothing but a goal that names hosts, or a broken rule, brings
 *     it back
 * @param cooling instances that moved not long ago: nothing but a goal that names their host moves them
 */
public record Situation(
        Cluster cluster,
        Map<HostId, Double> cpuFractions,
        Map<InstanceId, GuestLoad> guests,
        Map<HostId, Traffic> traffic,
        Map<HostId, Traffic> carries,
        Map<HostId, ByteRate> links,
        Set<InstanceId> atRest,
        Set<InstanceId> cooling,
        Map<InstanceId, Set<HostId>> left,
        Experience experience) {
    public Situation {
        cpuFractions = Map.copyOf(cpuFractions);
        guests = Map.copyOf(guests);
        traffic = Map.copyOf(traffic);
        carries = Map.copyOf(carries);
        links = Map.copyOf(links);
        atRest = Set.copyOf(atRest);
        cooling = Set.copyOf(cooling);
        left = Map.copyOf(left);
    }

    /** One in which nothing is known of earlier moves. */
    public Situation(
            Cluster cluster,
            Map<HostId, Double> cpuFractions,
            Map<InstanceId, GuestLoad> guests,
            Map<HostId, ByteRate> links,
            Set<InstanceId> atRest) {
        this(cluster, cpuFractions, guests, Map.of(), Map.of(), links, atRest, Set.of(), Map.of(), Experience.NONE);
    }

    public Situation loaded(Map<HostId, Double> newFractions, Map<InstanceId, GuestLoad> newGuests) {
        return new Situation(
                cluster, newFractions, newGuests, traffic, carries, links, atRest, cooling, left, experience);
    }

    public Situation busy(Map<HostId, Traffic> newTraffic) {
        return new Situation(
                cluster, cpuFractions, guests, newTraffic, carries, links, atRest, cooling, left, experience);
    }

    public Situation carrying(Map<HostId, Traffic> most) {
        return new Situation(cluster, cpuFractions, guests, traffic, most, links, atRest, cooling, left, experience);
    }

    public Situation linked(Map<HostId, ByteRate> newLinks) {
        return new Situation(
                cluster, cpuFractions, guests, traffic, carries, newLinks, atRest, cooling, left, experience);
    }

    public Situation cooling(Set<InstanceId> newCooling) {
        return new Situation(
                cluster, cpuFractions, guests, traffic, carries, links, atRest, newCooling, left, experience);
    }

    public Situation departed(Map<InstanceId, Set<HostId>> newLeft) {
        return new Situation(
                cluster, cpuFractions, guests, traffic, carries, links, atRest, cooling, newLeft, experience);
    }

    public Situation taught(Experience newExperience) {
        return new Situation(
                cluster, cpuFractions, guests, traffic, carries, links, atRest, cooling, left, newExperience);
    }

    public GuestLoad guest(InstanceId instance) {
        return guests.getOrDefault(instance, GuestLoad.UNKNOWN);
    }

    public Traffic carries(HostId host) {
        return carries.getOrDefault(host, Traffic.NONE);
    }

    /** What the move of a guest is expected to take, wherever it goes. */
    public MoveCost cost(Allocation guest) {
        PreCopyModel model = cluster.host(guest.host())
                .map(host -> experience.models().of(host.xen()))
                .orElse(experience.models().fleet());
        return model.cost(Cargo.of(guest, guest(guest.instance())), link(guest.host()));
    }

    public ByteRate link(HostId source) {
        return links.getOrDefault(source, ByteRate.GIGABIT);
    }
}
