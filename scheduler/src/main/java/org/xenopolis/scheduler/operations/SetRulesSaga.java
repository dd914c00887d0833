package org.xenopolis.scheduler.operations;

import static org.xenopolis.scheduler.operations.Act.call;
import static org.xenopolis.scheduler.operations.Act.nothing;
import static org.xenopolis.scheduler.operations.Act.store;

import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.xenopolis.contracts.instances.InstanceSpec;
import org.xenopolis.contracts.instances.NetworkRules;
import org.xenopolis.contracts.instances.Nic;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.scheduler.agents.Domains;

/**
 * Other security rules for an instance. They are what is meant from the first step on, and every later start, resume or
 * move takes them from the record; so there is nothing to undo when its host refuses, only to be asked for again.
 */
@ApplicationScoped
@Unremovable
class SetRulesSaga implements Saga {
    private final List<Step> steps;
    private final Domains domains;

    SetRulesSaga(Domains domains) {
        this.domains = domains;
        this.steps = List.of(
                new Step("record", store(SetRulesSaga::record), nothing()),
                new Step("set-rules", call(this::tell), nothing()),
                new Step("set", store((work, again) -> Change.to(work)), nothing()));
    }

    private static Change record(Work work, boolean again) {
        Map<String, NetworkRules> wanted = work.operation().request().getRulesList().stream()
                .collect(Collectors.toMap(NetworkRules::getNetworkId, rules -> rules, (first, second) -> second));
        InstanceSpec.Builder spec = work.instance().spec().toBuilder();
        for (Nic.Builder nic : spec.getNicsBuilderList()) {
            NetworkRules rules = wanted.get(nic.getNetworkId());
            if (rules != null) {
                nic.clearRules().addAllRules(rules.getRulesList());
            }
        }
        return Change.to(work.with(instance -> instance.specified(spec.build())));
    }

    private Work tell(Work work, String command) {
        if (work.instance().place().host() != null) {
            domains.setRules(
                    Domains.at(work.instance()), command, work.instance().spec().getNicsList());
        }
        return work;
    }

    @Override
    public OperationKind kind() {
        return OperationKind.SET_RULES;
    }

    @Override
    public List<Step> steps() {
        return steps;
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(2);
    }
}
