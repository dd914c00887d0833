package org.xenopolis.gateway.core;

import java.util.List;
import java.util.stream.Collectors;

/** Comma-separated values after RFC 4180. A cell that a spreadsheet would run is made text. */
public final class InvoiceCsv {
    private InvoiceCsv() {}

    public static String write(List<List<String>> rows) {
        return rows.stream()
                .map(row -> row.stream().map(InvoiceCsv::cell).collect(Collectors.joining(",")))
                .collect(Collectors.joining("\r\n", "", "\r\n"));
    }

    private static String cell(String text) {
        String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 && !isNumber(text) ? "'" + text : text;
        return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
    }

    private static boolean isNumber(String text) {
        return text.matches("-?\\d+");
    }
}
