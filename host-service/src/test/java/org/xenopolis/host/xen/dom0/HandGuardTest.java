package org.xenopolis.host.xen.dom0;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.xenopolis.host.xen.net.CardName;
import org.xenopolis.host.xen.net.CardRule;
import org.xenopolis.host.xen.net.CardRule.Direction;
import org.xenopolis.host.xen.net.CardRule.Protocol;
import org.xenopolis.host.xen.net.Guard;
import org.xenopolis.host.xen.net.Ipv4;
import org.xenopolis.host.xen.net.Ipv4Range;
import org.xenopolis.host.xen.net.Network.Place;

/** What is in force at a card, from the verb to what nft is told. */
class HandGuardTest extends HandFixture {
    private static final CardName CARD = new CardName("xv0123456789ab");
    private static final String MAC = "00:16:3e:00:00:01";
    private static final String RULE = "add rule bridge xenopolis ";
    private static final List<String> PIECES = List.of(
            ";",
            ",",
            "-",
            "\"",
            "'",
            "{",
            "}",
            " ",
            "\\",
            "#",
            "$",
            "\u0000",
            "\u00e9",
            "\u0661",
            "in",
            "out",
            "tcp",
            "any",
            "22",
            "00",
            "65536",
            "1e3",
            "-1",
            "+1",
            "10.0.0.5",
            "10.0.0.256",
            "/8",
            "/33",
            "/",
            "::1",
            "flush ruleset",
            "accept",
            "drop",
            "xv0123456789ab",
            "00:16:3e:00:00:01",
            "add table x",
            "..",
            "\r",
            "\u000b",
            "\u2028");
    /** Every line that may ever come out, whatever went in. */
    private static final Pattern LINE = Pattern.compile(
            "(add|flush|delete) (table|chain|map|set|rule|element) (bridge|inet) xenopolis[ a-z0-9.:/@{}\";=!,_-]*");

    private static Ask guard(CardRule... rules) {
        return new Ask.PutGuard(Place.BRIDGED, new Guard(CARD, MAC, new Ipv4("10.0.0.5"), List.of(rules)));
    }

    private List<String> rulesOf(String chain) throws Exception {
        return deeds().stream()
                .filter(line -> line.startsWith(RULE + chain + " "))
                .map(line -> line.substring(RULE.length() + chain.length() + 1))
                .toList();
    }

    @Test
    void onlyWhatARuleLetsInComesIn() throws Exception {
        assertThat(ask(guard(
                        new CardRule(Direction.IN, Protocol.TCP, 22, 22, Ipv4Range.of("10.0.0.0/8")),
                        new CardRule(Direction.IN, Protocol.ICMP, 0, 0, Ipv4Range.ALL))))
                .containsExactly(".");
        assertThat(rulesOf("r-" + CARD))
                .containsExactly(
                        "ether type arp arp daddr ip 10.0.0.5 accept",
                        "ether type != ip drop",
                        "ip daddr != 10.0.0.5 drop",
                        "ct state established,related accept",
                        "ip saddr 10.0.0.0/8 tcp dport 22-22 accept",
                        "ip protocol icmp accept",
                        "drop");
    }

    @Test
    void aGuestSendsOnlyFromItsOwnAddresses() throws Exception {
        assertThat(ask(guard())).containsExactly(".");
        assertThat(rulesOf("s-" + CARD))
                .containsExactly(
                        "ether saddr != 00:16:3e:00:00:01 drop",
                        "ether type arp arp saddr ether != 00:16:3e:00:00:01 drop",
                        "ether type arp arp saddr ip != 10.0.0.5 drop",
                        "ether type arp return",
                        "ether type != ip drop",
                        "ip saddr != 10.0.0.5 drop");
    }

    @Test
    void oneRuleAboutGoingOutIsAboutAllThatGoesOut() throws Exception {
        ask(guard(new CardRule(Direction.OUT, Protocol.UDP, 53, 53, Ipv4Range.ALL)));
        assertThat(rulesOf("s-" + CARD))
                .endsWith("ct state established,related return", "udp dport 53-53 return", "drop");
    }

    @Test
    void aRoutedGuestIsWatchedWhereDom0Routes() throws Exception {
        CardRule rule = new CardRule(Direction.IN, Protocol.TCP, 80, 81, Ipv4Range.ALL);
        ask(new Ask.PutGuard(Place.ROUTED, new Guard(CARD, MAC, new Ipv4("10.5.0.7"), List.of(rule))));
        String table = "add rule inet xenopolis ";
        assertThat(deeds().stream().filter(line -> line.startsWith(table)).map(line -> line.substring(table.length())))
                .containsExactly(
                        "prerouting iifname vmap @sends",
                        "postrouting oifname vmap @receives",
                        "input iifname != @cards return",
                        "input ct state established,related accept",
                        "input ip protocol icmp accept",
                        "input drop",
                        "s-" + CARD + " ether saddr != 00:16:3e:00:00:01 drop",
                        "s-" + CARD + " meta nfproto != ipv4 drop",
                        "s-" + CARD + " ip saddr != 10.5.0.7 drop",
                        "r-" + CARD + " meta nfproto != ipv4 drop",
                        "r-" + CARD + " ip daddr != 10.5.0.7 drop",
                        "r-" + CARD + " ct state established,related accept",
                        "r-" + CARD + " tcp dport 80-81 accept",
                        "r-" + CARD + " drop");
    }

    @Test
    void nothingIsLeftOfACardThatIsGone() throws Exception {
        assertThat(ask(new Ask.DropGuard(Place.BRIDGED, CARD))).containsExactly(".");
        assertThat(deeds())
                .endsWith(
                        "flush chain bridge xenopolis s-" + CARD,
                        "delete chain bridge xenopolis s-" + CARD,
                        "flush chain bridge xenopolis r-" + CARD,
                        "delete chain bridge xenopolis r-" + CARD)
                .contains("delete element bridge xenopolis sends { \"" + CARD + "\" : jump s-" + CARD + " }");
    }

    @Test
    void whatNftComplainsOfIsSaid() throws Exception {
        program("nft", "echo no such thing >&2; exit 1");
        assertThat(ask(guard())).singleElement().asString().startsWith("! ").contains("no_such_thing");
    }

    /** The wire takes any bytes: what is not exactly of the form is refused before nft hears of it. */
    @Test
    void hostileWordsNeverBecomeRules() throws Exception {
        SplittableRandom random = new SplittableRandom(20_261_120);
        List<List<String>> asks = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            List<String> good = new ArrayList<>(List.of(
                    "guard",
                    random.nextBoolean() ? "bridged" : "routed",
                    CARD.toString(),
                    MAC,
                    "10.0.0.5",
                    "in,tcp,22,22,10.0.0.0/8;out,any,0,0,0.0.0.0/0"));
            int at = 1 + random.nextInt(good.size() - 1);
            good.set(at, spoiled(good.get(at), random));
            asks.add(good);
        }
        List<String> answers = ask(asks.stream());
        assertThat(answers).hasSameSizeAs(asks);
        assertThat(deeds()).allMatch(line -> LINE.matcher(line).matches());
        long taken = answers.stream().filter("."::equals).count();
        assertThat(taken).isLessThan(asks.size() / 20);
        assertThat(answers).allMatch(line -> line.equals(".") || line.startsWith("! Refused:"));
    }

    private static String spoiled(String word, SplittableRandom random) {
        String piece = PIECES.get(random.nextInt(PIECES.size()));
        int at = random.nextInt(word.length() + 1);
        return switch (random.nextInt(3)) {
            case 0 -> word.substring(0, at) + piece + word.substring(at);
            case 1 -> piece;
            default -> word.substring(0, at) + piece;
        };
    }
}
