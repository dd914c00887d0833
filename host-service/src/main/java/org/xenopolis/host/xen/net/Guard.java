package org.xenopolis.host.xen.net;

import java.util.List;
import java.util.regex.Pattern;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.host.driver.DomainConfig;

/**
 * What is in force at one card. A guest sends only from its own addresses. What comes in, and what goes out as soon as
 * there is one rule about going out, passes only by a rule; answers to what has passed do.
 */
public record Guard(CardName card, String mac, Ipv4 ipv4, List<CardRule> rules) {
    public static final int RULES_MAX = 1_024;
    private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");

    public Guard {
        rules = List.copyOf(rules);
        if (!MAC.matcher(mac).matches() || rules.size() > RULES_MAX) {
            throw new IllegalArgumentException("no card: " + mac + " with " + rules.size() + " rules");
        }
    }

    public static Guard of(InstanceId instance, int index, DomainConfig.Nic nic) {
        return new Guard(
                CardName.of(instance, index),
                nic.mac(),
                new Ipv4(nic.ipv4()),
                nic.rules().stream().map(CardRule::of).toList());
    }
}
