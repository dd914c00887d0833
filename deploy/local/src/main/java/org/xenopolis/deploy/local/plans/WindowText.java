package org.xenopolis.deploy.local.plans;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.xenopolis.deploy.local.stack.StackException;

/** When plans may run, in UTC, as {@code mon-fri,sun/22:00-05:00}; without days it is every day. */
final class WindowText {
    static final String FORM = "[DAY[-DAY],…/]HH:MM-HH:MM";

    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final Pattern TIMES = Pattern.compile("(\\d\\d):(\\d\\d)-(\\d\\d):(\\d\\d)");
    private static final int DAY_MINUTES = 24 * 60;

    private WindowText() {}

    /**
     * As the API takes it.
     *
     * @throws StackException of one line when it is no window
     */
    static ObjectNode parse(String text) {
        int slash = text.indexOf('/');
        Matcher times = TIMES.matcher(text.substring(slash + 1));
        if (!times.matches()) {
            throw wrong(text);
        }
        int from = minute(times.group(1), times.group(2));
        // The end of a day, not its start, where a window would end before it begins.
        int to = minute(times.group(3), times.group(4)) == 0 ? DAY_MINUTES : minute(times.group(3), times.group(4));
        if (from >= DAY_MINUTES || to > DAY_MINUTES) {
            throw wrong(text);
        }
        ObjectNode window = JsonNodeFactory.instance.objectNode();
        var days = window.putArray("days");
        if (slash >= 0) {
            Stream.of(text.substring(0, slash).split(","))
                    .flatMapToInt(run -> run(text, run))
                    .distinct()
                    .forEach(days::add);
        }
        return window.put("fromMinute", from).put("toMinute", to);
    }

    /** @param window as the API answers it */
    static String of(JsonNode window) {
        String days = window.path("days")
                .valueStream()
                .map(day -> DAYS.get(day.asInt() - 1))
                .collect(Collectors.joining(","));
        return (days.isEmpty() ? "" : days + "/")
                + clock(window.required("fromMinute").asInt())
                + "-"
                + clock(window.required("toMinute").asInt());
    }

    private static IntStream run(String text, String run) {
        int dash = run.indexOf('-');
        int first = DAYS.indexOf(dash < 0 ? run : run.substring(0, dash));
        int last = DAYS.indexOf(dash < 0 ? run : run.substring(dash + 1));
        if (first < 0 || last < first) {
            throw wrong(text);
        }
        return IntStream.rangeClosed(first + 1, last + 1);
    }

    private static int minute(String hours, String minutes) {
        int minute = Integer.parseInt(minutes);
        return minute < 60 ? Integer.parseInt(hours) * 60 + minute : Integer.MAX_VALUE;
    }

    private static String clock(int minute) {
        return "%02d:%02d".formatted(minute / 60, minute % 60);
    }

    private static StackException wrong(String text) {
        return new StackException("the window " + text + ": it is " + FORM + ", e.g. mon-fri/22:00-05:00, in UTC");
    }
}
