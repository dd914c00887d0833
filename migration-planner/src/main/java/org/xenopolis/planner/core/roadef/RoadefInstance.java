package org.xenopolis.planner.core.roadef;

import java.util.ArrayList;
import java.util.List;
import org.xenopolis.planner.core.model.Model;
import org.xenopolis.planner.core.model.Placement;
import org.xenopolis.planner.core.objective.BalanceTarget;
import org.xenopolis.planner.core.objective.MovePrices;
import org.xenopolis.planner.core.objective.Objective;
import org.xenopolis.planner.core.objective.WeightedCost;

/**
 * A machine reassignment: processes are the engine's items, services its groups, neighbourhoods its zones, locations its
 * sites, transient resources its lingering ones.
 */
@SuppressWarnings("ArrayRecordComponent")
public record RoadefInstance(
        Model model, long[] safety, long[] loadWeights, BalanceTarget[] balance, MovePrices prices) {

    public Objective objective(Placement placement) {
        return new WeightedCost(placement, safety, loadWeights, balance, prices);
    }

    /** Reads a model and the assignment that it starts from. */
    public static RoadefInstance parse(String modelText, String initialText) {
        Numbers in = new Numbers("model", modelText);
        int resources = in.count("the number of resources");
        boolean[] lingering = new boolean[resources];
        long[] weights = new long[resources];
        for (int r = 0; r < resources; r++) {
            lingering[r] = in.next("a resource's transient mark", 0, 1) == 1;
            weights[r] = in.amount("a resource's weight");
        }
        int count = in.count("the number of machines");
        long[] safety = new long[count * resources];
        int[] between = new int[count * count];
        Model.Machines machines = machines(in, count, resources, safety, between);
        Services services = Services.read(in);
        int items = in.count("the number of processes");
        long[] demand = new long[items * resources];
        long[] itemPrice = new long[items];
        int[] group = new int[items];
        for (int item = 0; item < items; item++) {
            group[item] = in.next("a process's service", 0, services.count() - 1);
            for (int r = 0; r < resources; r++) {
                demand[item * resources + r] = in.amount("a process's demand");
            }
            itemPrice[item] = in.amount("a process's move cost");
        }
        List<BalanceTarget> targets = targets(in, resources);
        long itemWeight = in.amount("the weight of process moves");
        long groupWeight = in.amount("the weight of service moves");
        long betweenWeight = in.amount("the weight of machine moves");
        in.end();
        for (int item = 0; item < items; item++) {
            itemPrice[item] *= itemWeight;
        }
        int[] home = assignment("initial assignment", initialText, items, count);
        Model model = new Model(
                machines, new Model.Items(items, demand, group, home), services.groups(group), resources, lingering);
        return new RoadefInstance(
                model,
                safety,
                weights,
                targets.toArray(BalanceTarget[]::new),
                new MovePrices(itemPrice, between, betweenWeight, groupWeight));
    }

    /** Reads an assignment: a machine for each process. */
    public static int[] assignment(String name, String text, int items, int machines) {
        Numbers in = new Numbers(name, text);
        int[] at = new int[items];
        for (int item = 0; item < items; item++) {
            at[item] = in.next("a process's machine", 0, machines - 1);
        }
        in.end();
        return at;
    }

    private static Model.Machines machines(Numbers in, int count, int resources, long[] safety, int[] between) {
        int[] zone = new int[count];
        int[] site = new int[count];
        long[] capacity = new long[count * resources];
        int zones = 1;
        int sites = 1;
        for (int machine = 0; machine < count; machine++) {
            zone[machine] = in.count("a machine's neighbourhood");
            site[machine] = in.count("a machine's location");
            zones = Math.max(zones, zone[machine] + 1);
            sites = Math.max(sites, site[machine] + 1);
            for (int r = 0; r < resources; r++) {
                capacity[machine * resources + r] = in.amount("a capacity");
            }
            for (int r = 0; r < resources; r++) {
                safety[machine * resources + r] = in.amount("a safety capacity");
            }
            for (int to = 0; to < count; to++) {
                between[machine * count + to] = in.next("a machine move cost", 0, Integer.MAX_VALUE);
            }
        }
        return new Model.Machines(count, capacity, zone, zones, site, sites);
    }

    private static List<BalanceTarget> targets(Numbers in, int resources) {
        int count = in.count("the number of balance costs");
        List<BalanceTarget> targets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int first = in.next("a balance's resource", 0, resources - 1);
            int second = in.next("a balance's resource", 0, resources - 1);
            targets.add(
                    new BalanceTarget(first, second, in.amount("a balance's target"), in.amount("a balance's weight")));
        }
        return targets;
    }
}
