package org.xenopolis.planner.automation;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.xenopolis.contracts.plans.TimeWindow;

/** When something may happen by itself; in UTC. */
final class Windows {
    private static final int MINUTES_OF_DAY = 1_440;

    private Windows() {}

    static boolean areOpen(List<TimeWindow> windows, Instant now) {
        OffsetDateTime time = now.atOffset(ZoneOffset.UTC);
        int minute = time.getHour() * 60 + time.getMinute();
        int day = time.getDayOfWeek().getValue();
        return windows.isEmpty() || windows.stream().anyMatch(window -> isOpen(window, day, minute));
    }

    private static boolean isOpen(TimeWindow window, int day, int minute) {
        int from = window.getFromMinute();
        int to = window.getToMinute();
        if (from < to) {
            return isOn(window, day) && minute >= from && minute < to;
        }
        // Past midnight it is still the window of the day before.
        int before = day == 1 ? 7 : day - 1;
        return minute >= from && isOn(window, day) || minute < to && isOn(window, before);
    }

    private static boolean isOn(TimeWindow window, int day) {
        return window.getDaysCount() == 0 || window.getDaysList().contains(day);
    }

    static boolean areValid(List<TimeWindow> windows) {
        return windows.stream()
                .allMatch(window -> window.getFromMinute() >= 0
                        && window.getFromMinute() < MINUTES_OF_DAY
                        && window.getToMinute() >= 1
                        && window.getToMinute() <= MINUTES_OF_DAY
                        && window.getDaysList().stream().allMatch(day -> day >= 1 && day <= 7));
    }

    static String written(List<TimeWindow> windows) {
        return windows.stream()
                .map(window ->
                        window.getDaysList().stream().map(String::valueOf).collect(Collectors.joining("")) + ":"
                                + window.getFromMinute() + "-" + window.getToMinute())
                .collect(Collectors.joining(" "));
    }

    static List<TimeWindow> read(String written) {
        if (written.isEmpty()) {
            return List.of();
        }
        return Arrays.stream(written.split(" "))
                .map(text -> {
                    String[] parts = text.split("[:-]");
                    TimeWindow.Builder window = TimeWindow.newBuilder()
                            .setFromMinute(Integer.parseInt(parts[1]))
                            .setToMinute(Integer.parseInt(parts[2]));
                    parts[0].chars().forEach(day -> window.addDays(day - '0'));
                    return window.build();
                })
                .toList();
    }
}
