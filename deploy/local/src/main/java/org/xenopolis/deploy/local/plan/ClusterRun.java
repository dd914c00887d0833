package org.xenopolis.deploy.local.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.Cluster;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostId;
import org.xenopolis.deploy.local.stack.StackException;
import org.xenopolis.planner.core.Goal;
import org.xenopolis.planner.core.Proposal;
import org.xenopolis.planner.core.Situation;
import org.xenopolis.planner.core.Step;
import org.xenopolis.planner.core.Stuck;
import org.xenopolis.planner.core.Thresholds;
import org.xenopolis.planner.core.fleet.EnginePlanner;

/** Plans for a fleet in our own format, as the service would with the loads in the file. */
record ClusterRun(
        Path cluster,
        String goal,
        int movesMax,
        boolean force,
        boolean explain,
        @Nullable Path out) {
    void run(PrintStream to) {
        Situation situation = ClusterFile.read(cluster);
        Goal wanted = goal(situation.cluster());
        Proposal proposal = new EnginePlanner(Thresholds.DEFAULT, EnginePlanner.USUAL).plan(situation, wanted);
        to.println(proposal.summary());
        for (Step step : proposal.steps()) {
            print(to, situation.cluster(), step);
        }
        for (Stuck stuck : proposal.stuck()) {
            to.printf("%s stays:%n", stuck.instance());
            stuck.reasons()
                    .forEach(reason ->
                            to.printf("  %s on %d hosts: %s%n", reason.code(), reason.hosts(), reason.sentence()));
        }
        if (explain) {
            explain(to, proposal);
        }
        if (out != null) {
            PlanFiles.write(out, json(proposal));
        }
        to.printf(
                "%d moves, %.1f s in all, %.1f s the busiest network card%n",
                proposal.steps().size(), seconds(proposal.makespan()), seconds(proposal.busiestNic()));
        to.printf("CPU %.2f s%n", PlanFiles.cpuSeconds());
    }

    private void print(PrintStream to, Cluster fleet, Step step) {
        String phase = step.phase() > 1 ? " (phase " + step.phase() + ")" : "";
        String after = step.after().isEmpty() ? "" : " after " + step.after();
        to.printf(
                "%4d %s %s => %s%s%s%n",
                step.number(), step.instance(), name(fleet, step.from()), name(fleet, step.to()), after, phase);
        if (explain) {
            to.printf("       why: %s%n       if skipped: %s%n", step.reason(), step.ifSkipped());
            to.printf(
                    "       begins at %.1f s, copies %d MiB in %.1f s, pauses %d ms%n",
                    seconds(step.start()),
                    step.cost().bytes() >> 20,
                    seconds(step.cost().copy()),
                    step.cost().pause().toMillis());
        }
    }

    private static void explain(PrintStream to, Proposal proposal) {
        var benefit = proposal.benefit();
        to.printf(
                "over thresholds %.3f -> %.3f, spread %.3f -> %.3f, empty hosts %d -> %d, hosts that cannot fail %d -> %d%n",
                benefit.excessBefore(),
                benefit.excessAfter(),
                benefit.spreadBefore(),
                benefit.spreadAfter(),
                benefit.emptyBefore(),
                benefit.emptyAfter(),
                benefit.cannotFailBefore(),
                benefit.cannotFailAfter());
        proposal.hosts()
                .forEach(host -> to.printf(
                        "  %s: CPU %.0f %% -> %.0f %%, memory %.0f %% -> %.0f %%%s%s%n",
                        host.name(),
                        100 * host.before().cpu(),
                        100 * host.after().cpu(),
                        100 * host.before().memory(),
                        100 * host.after().memory(),
                        change("network", host.before().network(), host.after().network()),
                        change("disk", host.before().disk(), host.after().disk())));
    }

    private static String change(String what, OptionalDouble before, OptionalDouble after) {
        return before.isEmpty() || after.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", %s %.0f %% -> %.0f %%",
                        what,
                        100 * before.getAsDouble(),
                        100 * after.getAsDouble());
    }

    private Goal goal(Cluster fleet) {
        GoalText wanted = GoalText.parse(goal);
        List<HostId> hosts =
                wanted.hosts().stream().map(name -> host(fleet, name)).toList();
        return switch (wanted.kind()) {
            case BALANCE -> new Goal.Balance(movesMax);
            case CONSOLIDATE -> new Goal.Consolidate(movesMax);
            case REPAIR -> new Goal.Repair(movesMax, wanted.number());
            case DRAIN -> new Goal.Drain(hosts, movesMax, force);
            case MAINTENANCE -> new Goal.Maintenance(hosts, wanted.number(), movesMax, force);
        };
    }

    /** By name or id. */
    private HostId host(Cluster fleet, String name) {
        return fleet.hosts().stream()
                .filter(host -> host.name().equals(name) || host.id().toString().equals(name))
                .findFirst()
                .map(Host::id)
                .orElseThrow(() -> new StackException("the goal " + goal + ": " + cluster + " has no host " + name));
    }

    private static String name(Cluster fleet, HostId host) {
        return fleet.host(host).orElseThrow().name();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }

    private static String json(Proposal proposal) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("summary", proposal.summary());
        root.put("makespanMillis", proposal.makespan().toMillis());
        root.put("busiestNicMillis", proposal.busiestNic().toMillis());
        ArrayNode steps = root.putArray("steps");
        for (Step step : proposal.steps()) {
            ObjectNode node = steps.addObject();
            node.put("number", step.number());
            node.put("instanceId", step.instance().toString());
            node.put("fromHostId", step.from().toString());
            node.put("toHostId", step.to().toString());
            step.after().forEach(node.putArray("after")::add);
            node.put("phase", step.phase());
            node.put("startMillis", step.start().toMillis());
            node.put("copyMillis", step.cost().copy().toMillis());
            node.put("pauseMillis", step.cost().pause().toMillis());
            node.put("bytes", step.cost().bytes());
            node.put("reason", step.reason());
            node.put("ifSkipped", step.ifSkipped());
        }
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of our own cannot be written", e);
        }
    }
}
