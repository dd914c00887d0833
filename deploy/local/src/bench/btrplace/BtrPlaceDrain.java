import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.btrplace.model.DefaultModel;
import org.btrplace.model.Model;
import org.btrplace.model.Node;
import org.btrplace.model.VM;
import org.btrplace.model.constraint.Offline;
import org.btrplace.model.constraint.Running;
import org.btrplace.model.constraint.SatConstraint;
import org.btrplace.model.view.ShareableResource;
import org.btrplace.plan.ReconfigurationPlan;
import org.btrplace.plan.event.MigrateVM;
import org.btrplace.scheduler.choco.DefaultChocoScheduler;

/**
 * BtrPlace empties the hosts of a drain file and switches them off: its defaults, repairing only what has to move, the
 * first solution. Prints the CPU seconds of the process from model to plan, which leaves its start and its reading out.
 */
public final class BtrPlaceDrain {
    public static void main(String[] arguments) throws Exception {
        List<String> lines = Files.readAllLines(Path.of(arguments[0]));
        Model model = new DefaultModel();
        ShareableResource memory = new ShareableResource("memory");
        ShareableResource vcpus = new ShareableResource("vcpus");
        List<Node> nodes = new ArrayList<>();
        List<SatConstraint> constraints = new ArrayList<>();
        for (String line : lines) {
            String[] fields = line.split(" ");
            if (fields[0].equals("host")) {
                Node node = model.newNode();
                model.getMapping().addOnlineNode(node);
                nodes.add(node);
                memory.setCapacity(node, Integer.parseInt(fields[1]));
                vcpus.setCapacity(node, Integer.parseInt(fields[2]));
                if (fields[3].equals("drain")) {
                    constraints.add(new Offline(node));
                }
            } else {
                VM guest = model.newVM();
                model.getMapping().addRunningVM(guest, nodes.get(Integer.parseInt(fields[1])));
                memory.setConsumption(guest, Integer.parseInt(fields[2]));
                vcpus.setConsumption(guest, Integer.parseInt(fields[3]));
                constraints.add(new Running(guest));
            }
        }
        model.attach(memory);
        model.attach(vcpus);
        DefaultChocoScheduler scheduler = new DefaultChocoScheduler();
        scheduler.doRepair(true);
        scheduler.setTimeLimit(600);
        // Its horizon has to hold the longest plan; the default is for small ones.
        scheduler.setMaxEnd(10_000);
        long before = cpuNanos();
        ReconfigurationPlan plan = scheduler.solve(model, constraints);
        double seconds = (cpuNanos() - before) / 1e9;
        long moves = plan == null ? 0 : plan.getActions().stream().filter(MigrateVM.class::isInstance).count();
        System.out.println("moves " + moves);
        System.out.println("CPU " + seconds + " s");
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
