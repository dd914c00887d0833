package org.xenopolis.deploy.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.xenopolis.contracts.billing.Dimension;

/** An invoice's quantities for one instance beside those of the hosts' ground truth. */
record Comparison(List<Row> rows, long totalMicros, String currency) {
    record Row(Dimension dimension, BigInteger billed, BigInteger truth, String unit, long micros) {
        boolean equal() {
            return billed.equals(truth);
        }
    }

    /** @param invoice an invoice or a statement */
    static Comparison of(JsonNode invoice, String instance, Truth truth) {
        Map<Dimension, BigInteger> billed = new EnumMap<>(Dimension.class);
        Map<Dimension, Long> micros = new EnumMap<>(Dimension.class);
        Map<Dimension, String> units = new EnumMap<>(Dimension.class);
        for (JsonNode line : invoice.path("lines")) {
            if (line.required("instanceId").asText().equals(instance)) {
                Dimension dimension =
                        Dimension.valueOf(line.required("dimension").asText());
                billed.merge(dimension, new BigInteger(line.required("quantity").asText()), BigInteger::add);
                micros.merge(dimension, line.required("micros").asLong(), Long::sum);
                units.put(dimension, line.path("unitLabel").asText());
            }
        }
        List<Row> rows = new ArrayList<>();
        truth.quantities()
                .forEach((dimension, quantity) -> rows.add(new Row(
                        dimension,
                        billed.getOrDefault(dimension, BigInteger.ZERO),
                        quantity,
                        units.getOrDefault(dimension, ""),
                        micros.getOrDefault(dimension, 0L))));
        return new Comparison(
                List.copyOf(rows),
                invoice.path("totalMicros").asLong(),
                invoice.path("currency").asText());
    }

    boolean equal() {
        return rows.stream().allMatch(Row::equal);
    }

    void print(PrintStream out) {
        out.printf("%-18s %26s %26s %-6s %16s%n", "dimension", "billed", "truth", "", "amount");
        for (Row row : rows) {
            out.printf(
                    "%-18s %26s %26s %-6s %16s%n",
                    row.dimension(),
                    row.billed(),
                    row.truth(),
                    row.equal() ? "equal" : "WRONG",
                    Amounts.money(row.micros(), currency));
        }
        out.printf("%-18s %70s%n", "total", Amounts.money(totalMicros, currency));
    }
}
