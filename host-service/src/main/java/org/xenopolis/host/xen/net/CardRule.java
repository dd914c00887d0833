package org.xenopolis.host.xen.net;

import java.util.Locale;
import org.xenopolis.host.driver.DomainConfig;

/**
 * What one rule of a security group lets through.
 *
 * @param portFrom 0, with 0 as the last one, for all
 */
public record CardRule(Direction direction, Protocol protocol, int portFrom, int portTo, Ipv4Range remote) {
    private static final int PORT_MAX = 65_535;

    public enum Direction {
        IN,
        OUT
    }

    public enum Protocol {
        ANY,
        ICMP,
        TCP,
        UDP
    }

    public CardRule {
        if (portFrom < 0 || portTo > PORT_MAX || portFrom > portTo) {
            throw new IllegalArgumentException("no ports: " + portFrom + " to " + portTo);
        }
    }

    /** @throws IllegalArgumentException for what is none of our rules */
    public static CardRule of(DomainConfig.Rule rule) {
        Protocol protocol =
                switch (rule.protocol()) {
                    case "any" -> Protocol.ANY;
                    case "icmp" -> Protocol.ICMP;
                    case "tcp" -> Protocol.TCP;
                    case "udp" -> Protocol.UDP;
                    default -> throw new IllegalArgumentException("protocol " + rule.protocol());
                };
        return new CardRule(
                rule.ingress() ? Direction.IN : Direction.OUT,
                protocol,
                rule.portFrom(),
                rule.portTo(),
                Ipv4Range.of(rule.remoteCidr()));
    }

    /** As the hand in dom0 reads it. */
    @Override
    public String toString() {
        return String.join(
                ",",
                direction.name().toLowerCase(Locale.ROOT),
                protocol.name().toLowerCase(Locale.ROOT),
                Integer.toString(portFrom),
                Integer.toString(portTo),
                remote.toString());
    }
}
