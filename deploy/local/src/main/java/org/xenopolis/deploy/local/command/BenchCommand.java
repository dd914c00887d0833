package org.xenopolis.deploy.local.command;

import static java.util.stream.Collectors.toList;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xenopolis.deploy.engines.Jvm;
import org.xenopolis.deploy.local.Xeno;
import org.xenopolis.deploy.local.bench.Bench;
import org.xenopolis.deploy.local.bench.Effort;
import org.xenopolis.deploy.local.bench.Figure;
import org.xenopolis.deploy.local.bench.Figures;
import org.xenopolis.deploy.local.stack.Stack;
import org.xenopolis.deploy.local.stack.StackException;
import org.xenopolis.deploy.local.stack.StateFolder;
import org.xenopolis.deploy.local.supervise.ProcessRecord;
import org.xenopolis.deploy.local.supervise.Supervisor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./xeno bench}: figures of a fresh stack that is there for them alone, on ports and in a folder of its own. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures a fresh stack, or the planner alone, and prints the figures with their goals.")
public final class BenchCommand implements Callable<Integer> {
    private static final int PORT_BASE = 17_700;
    private static final int HOSTS = 40;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = "which figures: ${COMPLETION-CANDIDATES} (default: all)")
    private List<Bench> benches = List.of(Bench.values());

    @Option(names = "--json", paramLabel = "FILE", description = "also write the figures as a JSON array")
    private @Nullable Path json;

    @Option(names = "--slow", description = "also figures and peers that take many minutes")
    private boolean slow;

    @Option(
            names = "--hbal-groups",
            paramLabel = "N",
            defaultValue = "0",
            description = "for planner: hbal balances N of ten groups of 100 nodes, an hour and more for each")
    private int hbalGroups;

    @Override
    public Integer call() throws IOException {
        List<Figure> figures = new ArrayList<>();
        for (Bench bench : benches) {
            if (!bench.needsStack()) {
                System.out.println("measuring " + bench + " …");
                figures.addAll(bench.measureAlone(System.out, new Effort(slow, hbalGroups)));
            }
        }
        Map<Duration, List<Bench>> stacks = benches.stream()
                .filter(Bench::needsStack)
                .collect(Collectors.groupingBy(Bench::meteringInterval, LinkedHashMap::new, toList()));
        for (var stack : stacks.entrySet()) {
            figures.addAll(measure(stack.getValue(), stack.getKey()));
        }
        Figures.print(figures, System.out);
        if (json != null) {
            Figures.write(figures, json);
        }
        return 0;
    }

    private static List<Figure> measure(List<Bench> benches, Duration meteringInterval) throws IOException {
        Path folder = Files.createTempDirectory("xeno-bench");
        StateFolder state = new StateFolder(folder);
        try {
            double seconds = up(folder, meteringInterval);
            Stack stack = RunningStack.in(state).orElseThrow();
            ProcessHandle supervisor = ProcessRecord.read(state.run(), Supervisor.NAME)
                    .flatMap(record -> ProcessHandle.of(record.pid()))
                    .orElseThrow();
            Bench.Subject subject =
                    new Bench.Subject(stack, new StackClients(stack).login("oscar"), seconds, supervisor);
            List<Figure> figures = new ArrayList<>();
            for (Bench bench : benches) {
                System.out.println("measuring " + bench + " …");
                figures.addAll(bench.measure(subject));
            }
            return figures;
        } finally {
            xeno(List.of("down", "--wipe", "--state", folder.toString()), Map.of());
        }
    }

    private static double up(Path folder, Duration meteringInterval) {
        long start = System.nanoTime();
        xeno(
                List.of(
                        "up",
                        "--state",
                        folder.toString(),
                        "--port-base",
                        String.valueOf(PORT_BASE),
                        "--hosts",
                        String.valueOf(HOSTS)),
                Map.of(
                        "XENO_SIM_BOOT_MILLIS", "0",
                        "XENO_METERING_INTERVAL", meteringInterval.toString(),
                        "XENO_RATE_LIMIT_PER_SECOND", "1000000"));
        return (System.nanoTime() - start) / 1e9;
    }

    /** In a process of its own, as a user would run it: its time and its environment are what is measured. */
    private static void xeno(List<String> arguments, Map<String, String> environment) {
        List<String> command = new ArrayList<>(List.of(
                Jvm.JAVA,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dxeno.root=" + System.getProperty("xeno.root", "."),
                "-cp",
                System.getProperty("java.class.path"),
                Xeno.class.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(environment);
        try {
            if (builder.start().waitFor() != 0) {
                throw new StackException("./xeno " + arguments.getFirst() + " failed, see above");
            }
        } catch (IOException e) {
            throw new StackException("cannot run ./xeno: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted");
        }
    }
}
