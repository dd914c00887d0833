package org.xenopolis.deploy.local.truth;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The journals of all hosts of a stack: one file per host, {@code <host>.jsonl}. */
public final class TruthJournals {
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private TruthJournals() {}

    /** Every line, host after host, each host's in the order in which it wrote them. */
    public static List<TruthLine> read(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<TruthLine> lines = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList()) {
                for (String line : Files.readAllLines(file)) {
                    lines.add(JSON.readValue(line, TruthLine.class));
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the truth journals in " + folder, e);
        }
    }
}
