package org.xenopolis.host.simulator;

import java.util.List;
import org.xenopolis.host.driver.DomainConfig;

/** The rules at a guest's network cards, as the truth journal has them: {@code "<mac> in tcp 80-80 0.0.0.0/0"}. */
final class SimulatedRules {
    private SimulatedRules() {}

    static List<String> of(List<DomainConfig.Nic> nics) {
        return nics.stream()
                .flatMap(nic -> nic.rules().stream().map(rule -> text(nic, rule)))
                .toList();
    }

    private static String text(DomainConfig.Nic nic, DomainConfig.Rule rule) {
        return nic.mac() + (rule.ingress() ? " in " : " out ") + rule.protocol() + " " + rule.portFrom() + "-"
                + rule.portTo() + " " + rule.remoteCidr();
    }
}
