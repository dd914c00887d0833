package org.xenopolis.deploy.local;

import java.util.Arrays;
import java.util.Objects;
import org.xenopolis.deploy.engines.EngineException;
import org.xenopolis.deploy.local.api.ApiException;
import org.xenopolis.deploy.local.command.BenchCommand;
import org.xenopolis.deploy.local.command.DemoCommand;
import org.xenopolis.deploy.local.command.DownCommand;
import org.xenopolis.deploy.local.command.LabBenchCommand;
import org.xenopolis.deploy.local.command.LabTestCommand;
import org.xenopolis.deploy.local.command.StatusCommand;
import org.xenopolis.deploy.local.command.UpCommand;
import org.xenopolis.deploy.local.plan.PlanCommand;
import org.xenopolis.deploy.local.plans.PlansCommand;
import org.xenopolis.deploy.local.stack.StackException;
import org.xenopolis.deploy.xenlab.LabException;
import org.xenopolis.deploy.xenlab.command.LabCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The one launcher; {@code ./xeno} builds what is missing and runs this. */
@Command(
        name = "xeno",
        mixinStandardHelpOptions = true,
        description = "Turns Xen hosts into a public cloud: a whole one, on this machine.",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            DemoCommand.class,
            BenchCommand.class,
            PlansCommand.class,
            LabCommand.class
        },
        footer = {"", "  test    Runs every check of the project (./mvnw verify)."})
public final class Xeno {
    private static final int REFUSED = 1;
    private static final String PLAN = "plan";

    private Xeno() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs one command; what it cannot do is said in one line on standard error. */
    public static int run(String... arguments) {
        boolean plans = arguments.length > 0 && arguments[0].equals(PLAN);
        CommandLine line = plans ? plan() : everything();
        line.setExecutionExceptionHandler((exception, command, parsed) -> {
            if (exception instanceof StackException
                    || exception instanceof ApiException
                    || exception instanceof EngineException
                    || exception instanceof LabException) {
                System.err.println("xeno: " + exception.getMessage());
                return REFUSED;
            }
            throw exception;
        });
        if (arguments.length == 0) {
            line.usage(System.out);
            return REFUSED;
        }
        return line.execute(plans ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments);
    }

    /** Alone, for it answers in a fraction of the second that it takes to make all the others. */
    private static CommandLine plan() {
        return PlanCommand.line().setCommandName("xeno " + PLAN);
    }

    private static CommandLine everything() {
        CommandLine line = new CommandLine(new Xeno())
                .addSubcommand(PlanCommand.line())
                .addSubcommand(new CommandLine.HelpCommand());
        // It needs a stack, of which the lab itself knows nothing.
        Objects.requireNonNull(line.getSubcommands().get("lab"))
                .addSubcommand(new LabTestCommand())
                .addSubcommand(new LabBenchCommand());
        LabCommand.configure(line);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }
}
