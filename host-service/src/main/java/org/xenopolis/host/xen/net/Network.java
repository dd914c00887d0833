package org.xenopolis.host.xen.net;

import java.util.List;
import java.util.Optional;

/**
 * The network that all guests' cards of a host are on.
 *
 * @param prefix of the addresses on it
 * @param gateway that guests send to what is not on it
 * @param dns that guests ask
 */
public record Network(Kind kind, int prefix, Optional<Ipv4> gateway, List<Ipv4> dns) {
    /** How cards are connected. */
    public sealed interface Kind {
        /** A bridge of the site's, which leads out: guests are on its network like machines of their own. */
        record Bridge(InterfaceName bridge) implements Kind {}

        /** dom0 is the guests' router; the way back to them is the site's business. */
        record Routed() implements Kind {}

        /** The same, and what leaves by the uplink carries dom0's address. */
        record Nat(InterfaceName uplink) implements Kind {}

        /** A bridge that leads nowhere. */
        record HostOnly(InterfaceName bridge) implements Kind {}
    }

    /** Where a card is watched. */
    public enum Place {
        BRIDGED,
        ROUTED
    }

    public Network {
        dns = List.copyOf(dns);
        if (prefix < 1 || prefix > Ipv4Range.PREFIX_MAX) {
            throw new IllegalArgumentException("a network with a prefix of " + prefix + " bits");
        }
        boolean routes = kind instanceof Kind.Routed || kind instanceof Kind.Nat;
        if (routes && gateway.isEmpty()) {
            throw new IllegalArgumentException("guests of a routed network need a gateway: dom0's address on it");
        }
        if (kind instanceof Kind.HostOnly && gateway.isPresent()) {
            throw new IllegalArgumentException("a network of one host only leads nowhere, so it has no gateway");
        }
    }

    public Place place() {
        return switch (kind) {
            case Kind.Bridge ignored -> Place.BRIDGED;
            case Kind.HostOnly ignored -> Place.BRIDGED;
            case Kind.Routed ignored -> Place.ROUTED;
            case Kind.Nat ignored -> Place.ROUTED;
        };
    }

    /** Why a guest with a card cannot leave its host live; empty when it can. */
    public Optional<String> whyBound() {
        return switch (kind) {
            case Kind.Bridge ignored -> Optional.empty();
            case Kind.Routed ignored ->
                Optional.of("Guests of this host are reached by a route to this host, which does not move with them.");
            case Kind.Nat ignored ->
                Optional.of("This host translates its guests' addresses, and their connections would be cut.");
            case Kind.HostOnly ignored -> Optional.of("This host's guests are on a network that is on no other host.");
        };
    }
}
