package org.xenopolis.deploy.local.lab;

import java.util.regex.Pattern;

/** A security group decides whether a packet of one guest reaches another. */
record Packets(LabGuests guests) {
    static final int PORT = 7000;
    static final String LISTENER = "while :; do echo hello | nc -l -p " + PORT + " >/dev/null; done\n";
    private static final Pattern TRY = Pattern.compile("try \\d+ (reached|shut)");
    private static final Pattern TRIES = Pattern.compile("try (\\d+) ");
    private static final int TRIES_ENOUGH = 3;

    /** What the other guest runs: it tries for ever, and says how it went. */
    static String knocker(String address) {
        return "n=0; while :; do n=$((n + 1)); nc -w 2 " + address + " " + PORT
                + " </dev/null 2>/dev/null | grep -q hello && echo try $n reached || echo try $n shut; sleep 1; done\n";
    }

    void run(String knocker) {
        guests.awaitConsole(knocker, TRIES, tries -> Integer.parseInt(tries) >= TRIES_ENOUGH);
        LabGuests.require(
                !guests.console(knocker).contains(" reached"), "a packet went where no rule of the group lets it");
        guests.steps().say("packet", "without a rule it does not get through");
        long start = System.nanoTime();
        String rule = guests.network().letIn(PORT);
        guests.awaitConsole(knocker, TRY, "reached"::equals);
        guests.steps().say("packet", "with a rule it does, " + seconds(start) + " s after it was made");
        start = System.nanoTime();
        guests.network().forbid(rule);
        guests.awaitConsole(knocker, TRY, "shut"::equals);
        guests.steps().say("packet", "and no more " + seconds(start) + " s after the rule was taken away");
    }

    private static long seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1_000_000_000;
    }
}
