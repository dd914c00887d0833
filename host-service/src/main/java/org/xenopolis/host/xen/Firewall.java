package org.xenopolis.host.xen;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.host.driver.DomainConfig;
import org.xenopolis.host.xen.dom0.Command;
import org.xenopolis.host.xen.dom0.Dom0;
import org.xenopolis.host.xen.net.CardRules;

/** The rules of guests' cards in dom0. Each card's are replaced in one step, so that at no moment there are none. */
final class Firewall {
    private final Dom0 dom0;

    Firewall(Dom0 dom0) {
        this.dom0 = dom0;
    }

    /** Also before there is a card, let alone a guest behind it. */
    void put(InstanceId instance, List<DomainConfig.Nic> nics) {
        IntStream.range(0, nics.size())
                .mapToObj(i -> CardRules.put(CardRules.cardName(instance, i), nics.get(i)))
                .forEach(this::apply);
    }

    void drop(InstanceId instance, List<Integer> cards) {
        cards.forEach(card -> apply(CardRules.drop(CardRules.cardName(instance, card))));
    }

    private void apply(String script) {
        dom0.run(new Command.Firewall(), script.getBytes(StandardCharsets.US_ASCII));
    }
}
