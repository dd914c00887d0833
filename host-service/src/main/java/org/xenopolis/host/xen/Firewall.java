package org.xenopolis.host.xen;

import java.util.List;
import java.util.stream.IntStream;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.host.driver.DomainConfig;
import org.xenopolis.host.xen.dom0.Ask;
import org.xenopolis.host.xen.dom0.Dom0;
import org.xenopolis.host.xen.net.CardName;
import org.xenopolis.host.xen.net.Guard;
import org.xenopolis.host.xen.net.Network;

/** The rules of guests' cards in dom0. Each card's are replaced in one step, so that at no moment there are none. */
final class Firewall {
    private final Dom0 dom0;
    private final Network.Place place;

    Firewall(Dom0 dom0, Network.Place place) {
        this.dom0 = dom0;
        this.place = place;
    }

    /** Also before there is a card, let alone a guest behind it. */
    void put(InstanceId instance, List<DomainConfig.Nic> nics) {
        IntStream.range(0, nics.size())
                .mapToObj(i -> Guard.of(instance, i, nics.get(i)))
                .forEach(guard -> dom0.ask(new Ask.PutGuard(place, guard)));
    }

    void drop(InstanceId instance, List<Integer> cards) {
        cards.forEach(card -> dom0.ask(new Ask.DropGuard(place, CardName.of(instance, card))));
    }
}
