package org.xenopolis.deploy.local.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xenopolis.deploy.local.api.CloudApi;
import org.xenopolis.deploy.local.bench.Figure;
import org.xenopolis.deploy.local.bench.Figures;
import org.xenopolis.deploy.local.lab.LabBench;
import org.xenopolis.deploy.local.lab.LabMoves;
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

    @Option(
            names = "--moves",
            paramLabel = "N",
            description =
                    "instead, what the planner foretells of so many live migrations, half of which teach it (16 or more)")
    private int moves;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the figures as a JSON array")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException {
        LabStack.Found found = stack.find();
        CloudApi tenant = found.clients().tenant();
        CloudApi operator = found.clients().operator();
        List<Figure> figures = moves > 0
                ? new LabMoves(tenant, operator, found.guest(), System.out).measure(moves)
                : new LabBench(tenant, operator, found.lab(), found.guest(), System.out).measure(runs);
        Figures.print(figures, System.out);
        if (json != null) {
            Figures.write(figures, json);
        }
        return 0;
    }
}
