package org.xenopolis.cluster.invariants;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.InstanceState;

/** I7: what the hosts have, what the records say, what the ledger promises and what is leased are one and the same. */
final class AgreementCheck {
    private final List<Violation> found = new ArrayList<>();
    private final Map<InstanceId, InstanceRecord> records = new LinkedHashMap<>();
    private final Map<InstanceId, List<SeenDomain>> domains;
    private final Map<InstanceId, List<Allocation>> allocations;

    private AgreementCheck(AtRest state) {
        for (InstanceRecord instance : state.records()) {
            if (records.put(instance.instance(), instance) != null) {
                broken("instance " + instance.instance() + " has two records");
            }
        }
        domains = state.domains().stream()
                .filter(domain -> domain.state().exists())
                .collect(groupingBy(SeenDomain::instance, LinkedHashMap::new, toList()));
        allocations =
                state.allocations().stream().collect(groupingBy(Allocation::instance, LinkedHashMap::new, toList()));
    }

    static List<Violation> of(AtRest state) {
        AgreementCheck check = new AgreementCheck(state);
        check.domains.values().forEach(check::domains);
        check.allocations.values().forEach(check::allocations);
        check.records.values().forEach(check::record);
        check.leases(state.leases());
        return check.found;
    }

    private void domains(List<SeenDomain> ofInstance) {
        if (ofInstance.size() > 1) {
            broken("instance " + ofInstance.getFirst().instance() + " has " + ofInstance.size() + " domains");
        }
        for (SeenDomain domain : ofInstance) {
            switch (domain.state()) {
                case RUNNING, BLOCKED, PAUSED -> {}
                default -> broken("left over: " + domain);
            }
            InstanceRecord instance = records.get(domain.instance());
            if (instance == null) {
                broken("no record for " + domain);
            } else if (!mayHoldPlace(instance.state())) {
                broken("the record says " + instance.state() + " for " + domain);
            } else if (elsewhere(instance, domain.host(), domain.epoch())) {
                broken("the record says " + place(instance) + " for " + domain);
            }
            boolean promised = allocations.getOrDefault(domain.instance(), List.of()).stream()
                    .anyMatch(held -> held.host().equals(domain.host()));
            if (!promised) {
                broken("no allocation for " + domain);
            }
        }
    }

    private void allocations(List<Allocation> ofInstance) {
        if (ofInstance.size() > 1) {
            broken("instance " + ofInstance.getFirst().instance() + " has " + ofInstance.size() + " allocations");
        }
        for (Allocation held : ofInstance) {
            String what = held.purpose() + " allocation of instance " + held.instance() + ", epoch " + held.epoch()
                    + ", on host " + held.host();
            InstanceRecord instance = records.get(held.instance());
            if (held.purpose() != Allocation.Purpose.RUN) {
                broken("left over: " + what);
            }
            if (instance == null) {
                broken("no record for the " + what);
            } else if (!mayHoldPlace(instance.state())) {
                broken("the record says " + instance.state() + " for the " + what);
            } else if (elsewhere(instance, held.host(), held.epoch())) {
                broken("the record says " + place(instance) + " for the " + what);
            }
        }
    }

    private void record(InstanceRecord instance) {
        String what = instance.state() + " instance " + instance.instance();
        switch (instance.state()) {
            case PENDING, PROVISIONING, MIGRATING ->
                found.add(new Violation(Invariant.I3, what + " is still on its way"));
            case RUNNING -> needs(instance, domainIn(instance, Set.of(DomainState.RUNNING, DomainState.BLOCKED)), what);
            case PAUSED -> needs(instance, domainIn(instance, Set.of(DomainState.PAUSED)), what);
            case SUSPENDED, STOPPED, DELETED -> {
                if (instance.host().isPresent()) {
                    broken(what + " is recorded on host " + instance.host().get());
                }
            }
            case ERROR -> {}
        }
    }

    private void needs(InstanceRecord instance, boolean hasDomain, String what) {
        if (!hasDomain) {
            broken("no domain in that state for " + what + " on " + place(instance));
        }
        if (!allocations.containsKey(instance.instance())) {
            broken("no allocation for " + what);
        }
    }

    private boolean domainIn(InstanceRecord instance, Set<DomainState> states) {
        return domains.getOrDefault(instance.instance(), List.of()).stream()
                .anyMatch(domain -> states.contains(domain.state()));
    }

    private void leases(List<ResourceLease> leases) {
        Map<String, InstanceId> holders = new HashMap<>();
        Map<InstanceId, Set<String>> held = new HashMap<>();
        for (ResourceLease lease : leases) {
            InstanceId other = holders.put(lease.resource(), lease.holder());
            if (other != null) {
                broken(lease.resource() + " is leased to " + other + " and to " + lease.holder());
            }
            held.computeIfAbsent(lease.holder(), holder -> new HashSet<>()).add(lease.resource());
            InstanceRecord instance = records.get(lease.holder());
            if (instance == null || instance.state() == InstanceState.DELETED) {
                broken(lease.resource() + " is leased to " + lease.holder() + ", which is no more");
            }
        }
        for (InstanceRecord instance : records.values()) {
            Set<String> really = held.getOrDefault(instance.instance(), Set.of());
            if (!really.equals(instance.leases())) {
                broken("instance " + instance.instance() + " is recorded with " + instance.leases() + " and leases "
                        + really);
            }
        }
    }

    /** Written out again, because the deciding code uses the method of the enum. */
    private static boolean mayHoldPlace(InstanceState state) {
        return switch (state) {
            case PROVISIONING, RUNNING, PAUSED, MIGRATING, ERROR -> true;
            case PENDING, SUSPENDED, STOPPED, DELETED -> false;
        };
    }

    private static boolean elsewhere(InstanceRecord instance, HostId host, Epoch epoch) {
        return !instance.host().equals(Optional.of(host)) || !instance.epoch().equals(epoch);
    }

    private static String place(InstanceRecord instance) {
        return instance.host().map(host -> "host " + host).orElse("no host") + ", epoch " + instance.epoch();
    }

    private void broken(String detail) {
        found.add(new Violation(Invariant.I7, detail));
    }
}
