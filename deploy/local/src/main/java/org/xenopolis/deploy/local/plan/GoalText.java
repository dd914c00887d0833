package org.xenopolis.deploy.local.plan;

import java.util.Arrays;
import java.util.List;
import org.xenopolis.deploy.local.stack.StackException;
import org.xenopolis.planner.core.Goal;

/**
 * A goal as operators write it.
 *
 * @param hosts names or ids; of drains and maintenance, else none
 * @param number failures that a repaired fleet bears at once, or hosts that are maintained at a time; else 0
 */
public record GoalText(Kind kind, List<String> hosts, int number) {
    public static final String FORMS =
            "balance | consolidate | repair[=FAILURES] | drain=HOST,… | maintenance=HOST,…[/N]";

    /** What a plan is for. */
    public enum Kind {
        BALANCE,
        CONSOLIDATE,
        REPAIR,
        DRAIN,
        MAINTENANCE
    }

    /** @throws StackException of one line when it is none of {@link #FORMS} */
    public static GoalText parse(String text) {
        int equals = text.indexOf('=');
        String kind = equals < 0 ? text : text.substring(0, equals);
        String rest = equals < 0 ? "" : text.substring(equals + 1);
        return switch (kind) {
            case "balance" -> new GoalText(Kind.BALANCE, List.of(), 0);
            case "consolidate" -> new GoalText(Kind.CONSOLIDATE, List.of(), 0);
            case "repair" -> new GoalText(Kind.REPAIR, List.of(), failures(text, rest));
            case "drain" -> new GoalText(Kind.DRAIN, hosts(text, rest), 0);
            case "maintenance" -> maintenance(text, rest);
            default -> throw wrong(text, "it is one of " + FORMS);
        };
    }

    private static int failures(String text, String rest) {
        int failures = rest.isEmpty() ? 1 : whole(rest);
        if (failures < 1 || failures > Goal.Repair.FAILURES_MAX) {
            throw wrong(text, "after the = stands how many hosts may fail at once, 1.." + Goal.Repair.FAILURES_MAX);
        }
        return failures;
    }

    private static GoalText maintenance(String text, String rest) {
        int slash = rest.indexOf('/');
        List<String> hosts = hosts(text, slash < 0 ? rest : rest.substring(0, slash));
        int atOnce = slash < 0 ? hosts.size() : whole(rest.substring(slash + 1));
        if (atOnce < 1) {
            throw wrong(text, "after the / stands how many hosts at a time, 1 or more");
        }
        return new GoalText(Kind.MAINTENANCE, hosts, atOnce);
    }

    private static List<String> hosts(String text, String names) {
        if (names.isBlank()) {
            throw wrong(text, "after the = stand hosts, by name or id");
        }
        return Arrays.stream(names.split(",")).map(String::strip).distinct().toList();
    }

    /** 0 when it is no number. */
    private static int whole(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static StackException wrong(String text, String why) {
        return new StackException("the goal " + text + ": " + why);
    }
}
