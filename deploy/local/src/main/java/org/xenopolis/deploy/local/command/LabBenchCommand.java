package org.xenopolis.deploy.local.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xenopolis.deploy.local.bench.Figure;
import org.xenopolis.deploy.local.bench.Figures;
import org.xenopolis.deploy.local.lab.LabBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./xeno lab bench}: what the cloud does on the hosts of a lab beside what xl does there by itself. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures on the lab's hosts, beside bare xl: ./xeno lab up and ./xeno up --lab come first.")
public final class LabBenchCommand implements Callable<Integer> {
    @Mixin
    private LabStack stack = new LabStack();

    @Option(names = "--runs", paramLabel = "N", description = "of each (default: ${DEFAULT-VALUE})", defaultValue = "3")
    private int runs;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the figures as a JSON array")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException {
        LabStack.Found found = stack.find();
        List<Figure> figures = new LabBench(
                        found.clients().tenant(), found.clients().operator(), found.lab(), found.guest(), System.out)
                .measure(runs);
        Figures.print(figures, System.out);
        if (json != null) {
            Figures.write(figures, json);
        }
        return 0;
    }
}
