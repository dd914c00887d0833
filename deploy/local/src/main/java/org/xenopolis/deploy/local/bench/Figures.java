package org.xenopolis.deploy.local.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table people read and the array programs read. */
public final class Figures {
    private static final String ROW = "%-8s %-44s %12s %-12s %-26s %12s %8s %10s %s%n";

    private Figures() {}

    public static void print(List<Figure> figures, PrintStream out) {
        out.printf(ROW, "bench", "figure", "value", "unit", "peer", "peer value", "ratio", "goal", "holds");
        for (Figure figure : figures) {
            out.printf(
                    ROW,
                    figure.bench(),
                    figure.name(),
                    Figure.number(figure.value()),
                    figure.unit(),
                    text(figure.peer()),
                    number(figure.peerValue()),
                    number(figure.ratio()),
                    text(figure.goal()),
                    figure.holds() == null ? "" : figure.holds() ? "yes" : "NO");
        }
    }

    public static void write(List<Figure> figures, Path file) throws IOException {
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), figures);
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String number(@Nullable Double value) {
        return value == null ? "" : Figure.number(value);
    }
}
