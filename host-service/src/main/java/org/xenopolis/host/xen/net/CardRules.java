package org.xenopolis.host.xen.net;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.host.driver.DomainConfig;

/**
 * The rules of one card, as a script that nft applies whole or not at all. They hang on the card's name, which is known
 * before the card is there; so they are in force before the guest takes its first step.
 *
 * <p>A guest sends only from its own addresses. What comes in, and what goes out as soon as there is one rule about going
 * out, passes only by a rule; answers to what has passed do.
 */
public final class CardRules {
    private static final String TABLE = "bridge xenopolis";
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})(\\.\\d{1,3}){3}");
    private static final Pattern CIDR = Pattern.compile("(\\d{1,3})(\\.\\d{1,3}){3}(/\\d{1,2})?");
    private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");
    private static final int PORT_MAX = 65_535;

    private CardRules() {}

    /** The name of an instance's i-th card on its host: at most 15 characters, the same wherever it runs. */
    public static String cardName(InstanceId instance, int index) {
        UUID name = UUID.nameUUIDFromBytes((instance + "/" + index).getBytes(StandardCharsets.US_ASCII));
        return "xv" + name.toString().replace("-", "").substring(0, 12);
    }

    /** The table that all rules are in. Applied again it changes nothing. */
    public static String table() {
        return "add table " + TABLE + "\n"
                + "add map " + TABLE + " sends { type ifname : verdict; }\n"
                + "add map " + TABLE + " receives { type ifname : verdict; }\n"
                + "add chain " + TABLE + " input { type filter hook input priority -200; }\n"
                + "add chain " + TABLE + " forward { type filter hook forward priority -200; }\n"
                + "add chain " + TABLE + " output { type filter hook output priority -200; }\n"
                + "flush chain " + TABLE + " input\n"
                + "flush chain " + TABLE + " forward\n"
                + "flush chain " + TABLE + " output\n"
                + "add rule " + TABLE + " input iifname vmap @sends\n"
                + "add rule " + TABLE + " forward iifname vmap @sends\n"
                + "add rule " + TABLE + " forward oifname vmap @receives\n"
                + "add rule " + TABLE + " output oifname vmap @receives\n";
    }

    /** Replaces whatever there was for the card. The verdict of what a guest may send is left to who receives it. */
    public static String put(String card, DomainConfig.Nic nic) {
        check(nic);
        StringBuilder script = new StringBuilder(table());
        for (String chain : List.of(sends(card), receives(card))) {
            script.append("add chain ").append(TABLE).append(' ').append(chain).append('\n');
            script.append("flush chain ")
                    .append(TABLE)
                    .append(' ')
                    .append(chain)
                    .append('\n');
        }
        sending(card, nic).forEach(rule -> rule(script, sends(card), rule));
        receiving(nic).forEach(rule -> rule(script, receives(card), rule));
        element(script, "add", "sends", card, sends(card));
        element(script, "add", "receives", card, receives(card));
        return script.toString();
    }

    /** Nothing of the card is left. It must have been put before; putting it first makes that sure. */
    public static String drop(String card) {
        StringBuilder script = new StringBuilder(table());
        for (String chain : List.of(sends(card), receives(card))) {
            script.append("add chain ").append(TABLE).append(' ').append(chain).append('\n');
        }
        element(script, "add", "sends", card, sends(card));
        element(script, "add", "receives", card, receives(card));
        element(script, "delete", "sends", card, sends(card));
        element(script, "delete", "receives", card, receives(card));
        for (String chain : List.of(sends(card), receives(card))) {
            script.append("flush chain ")
                    .append(TABLE)
                    .append(' ')
                    .append(chain)
                    .append('\n');
            script.append("delete chain ")
                    .append(TABLE)
                    .append(' ')
                    .append(chain)
                    .append('\n');
        }
        return script.toString();
    }

    private static String sends(String card) {
        return "s-" + card;
    }

    private static String receives(String card) {
        return "r-" + card;
    }

    private static void rule(StringBuilder script, String chain, String rule) {
        script.append("add rule ")
                .append(TABLE)
                .append(' ')
                .append(chain)
                .append(' ')
                .append(rule)
                .append('\n');
    }

    private static void element(StringBuilder script, String act, String map, String card, String chain) {
        script.append(act)
                .append(" element ")
                .append(TABLE)
                .append(' ')
                .append(map)
                .append(" { \"")
                .append(card);
        script.append("\" : jump ").append(chain).append(" }\n");
    }

    private static List<String> sending(String card, DomainConfig.Nic nic) {
        List<String> rules = new ArrayList<>();
        rules.add("ether saddr != " + nic.mac() + " drop");
        rules.add("ether type arp arp saddr ether != " + nic.mac() + " drop");
        rules.add("ether type arp arp saddr ip != " + nic.ipv4() + " drop");
        rules.add("ether type arp return");
        rules.add("ether type != ip drop");
        rules.add("ip saddr != " + nic.ipv4() + " drop");
        List<DomainConfig.Rule> out =
                nic.rules().stream().filter(rule -> !rule.ingress()).toList();
        if (!out.isEmpty()) {
            rules.add("ct state established,related return");
            out.forEach(rule -> rules.add(match(rule, "daddr") + "return"));
            rules.add("drop");
        }
        return rules;
    }

    private static List<String> receiving(DomainConfig.Nic nic) {
        List<String> rules = new ArrayList<>();
        rules.add("ether type arp arp daddr ip " + nic.ipv4() + " accept");
        rules.add("ether type != ip drop");
        rules.add("ip daddr != " + nic.ipv4() + " drop");
        rules.add("ct state established,related accept");
        nic.rules().stream()
                .filter(DomainConfig.Rule::ingress)
                .forEach(rule -> rules.add(match(rule, "saddr") + "accept"));
        rules.add("drop");
        return rules;
    }

    private static String match(DomainConfig.Rule rule, String remote) {
        String from = rule.remoteCidr().isEmpty() || rule.remoteCidr().endsWith("/0")
                ? ""
                : "ip " + remote + " " + rule.remoteCidr() + " ";
        boolean everyPort = rule.portFrom() == 0 && rule.portTo() == 0;
        String ports = rule.portFrom() + "-" + rule.portTo() + " ";
        return switch (rule.protocol()) {
            case "any" -> from;
            case "icmp" -> from + "ip protocol icmp ";
            case "tcp", "udp" ->
                everyPort ? from + "ip protocol " + rule.protocol() + " " : from + rule.protocol() + " dport " + ports;
            default -> throw new IllegalArgumentException("protocol " + rule.protocol());
        };
    }

    private static void check(DomainConfig.Nic nic) {
        if (!MAC.matcher(nic.mac()).matches() || !IPV4.matcher(nic.ipv4()).matches()) {
            throw new IllegalArgumentException("no card: " + nic.mac() + " " + nic.ipv4());
        }
        for (DomainConfig.Rule rule : nic.rules()) {
            boolean cidr = rule.remoteCidr().isEmpty()
                    || CIDR.matcher(rule.remoteCidr()).matches();
            boolean ports = rule.portFrom() >= 0 && rule.portTo() <= PORT_MAX && rule.portFrom() <= rule.portTo();
            if (!cidr || !ports) {
                throw new IllegalArgumentException("no rule: " + rule);
            }
        }
    }
}
