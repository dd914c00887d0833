package org.xenopolis.deploy.local.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xenopolis.deploy.engines.HttpProbe;
import org.xenopolis.deploy.engines.KeycloakAccounts;
import org.xenopolis.deploy.local.core.PortPlan;
import org.xenopolis.deploy.local.stack.External;
import org.xenopolis.deploy.local.stack.Json;
import org.xenopolis.deploy.local.stack.Part;
import org.xenopolis.deploy.local.stack.Programs;
import org.xenopolis.deploy.local.stack.Settings;
import org.xenopolis.deploy.local.stack.Stack;
import org.xenopolis.deploy.local.stack.StackException;
import org.xenopolis.deploy.local.stack.StackSecrets;
import org.xenopolis.deploy.local.stack.StateFolder;
import org.xenopolis.deploy.local.supervise.Launch;
import org.xenopolis.deploy.local.supervise.ProcessRecord;
import org.xenopolis.deploy.local.supervise.Shutdown;
import org.xenopolis.deploy.local.supervise.Supervisor;
import org.xenopolis.deploy.xenlab.LabFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./xeno up}: checks everything first, starts the supervisor, waits until all answers, and says where. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Starts the whole stack, or says what already runs.")
public final class UpCommand implements Callable<Integer> {
    @Mixin
    private StackOptions options = new StackOptions();

    @Option(
            names = "--hosts",
            paramLabel = "N",
            description = "simulated Xen hosts, up to " + PortPlan.HOSTS_MAX + " (default: ${DEFAULT-VALUE})",
            defaultValue = "8")
    private int hosts;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            description = "first of the ports used (default: ${DEFAULT-VALUE})",
            defaultValue = "" + PortPlan.DEFAULT_BASE)
    private int portBase;

    @Option(
            names = "--lab",
            paramLabel = "DIR",
            arity = "0..1",
            fallbackValue = "${sys:xeno.root}/.xeno-lab",
            description = "work with the real Xen hosts of the lab that ./xeno lab up started, not with simulated ones")
    private @Nullable Path lab;

    @Option(names = "--only", hidden = true, split = ",", description = "for tests: the parts to run")
    private List<String> only = List.of();

    @Override
    public Integer call() {
        StateFolder state = options.state();
        Settings settings = settings();
        state.create();
        try (StackLock lock = StackLock.take(state)) {
            Stack stack = runs(state) ? running(state, settings) : start(state, settings);
            new StartProgress(stack).await();
            boolean hasLogins = makeLogins(stack);
            if (lab != null) {
                new LabAgents(stack, new LabFolder(lab)).install();
            }
            if (only.isEmpty() && hasLogins) {
                new StackClients(stack).seed();
            }
            tell(stack, hasLogins);
        }
        return 0;
    }

    private Settings settings() {
        try {
            Settings settings = lab == null
                    ? Settings.simulated(hosts, portBase, only)
                    : Settings.real(LabAgents.hosts(new LabFolder(lab)), portBase);
            settings.ports();
            return settings;
        } catch (IllegalArgumentException e) {
            throw new StackException(e.getMessage() == null ? "bad options" : e.getMessage());
        }
    }

    private static boolean runs(StateFolder state) {
        return ProcessRecord.read(state.run(), Supervisor.NAME)
                .filter(ProcessRecord::isAlive)
                .isPresent();
    }

    private static Stack running(StateFolder state, Settings asked) {
        System.out.println("Already running:");
        Stack stack = RunningStack.in(state)
                .orElseThrow(() -> new StackException(state.settings() + " is missing: ./xeno down, then up"));
        new StatusTable(state, stack.parts()).lines().forEach(System.out::println);
        if (!stack.settings().equals(asked)) {
            System.out.println("It was started with other options: ./xeno down first, to change them.");
        }
        return stack;
    }

    private static Stack start(StateFolder state, Settings settings) {
        Shutdown shutdown = new Shutdown(state, System.out::println);
        if (!shutdown.alive().isEmpty()) {
            System.out.println("The supervisor of an earlier stack is gone, its parts are not: ending them first.");
            shutdown.all();
        }
        Programs.Checkout checkout = Programs.checkout();
        StackSecrets secrets = StackSecrets.of(state);
        External external = External.of(System.getenv());
        List<Part> built = new Stack(state, settings, secrets, external, checkout).parts();
        List<String> problems = Machine.look(built, state.root()).problems();
        if (!problems.isEmpty()) {
            throw new StackException(String.join(System.lineSeparator(), problems));
        }
        Programs.Snapshot programs = checkout.snapshot(state, built);
        install(built);
        Json.write(state.settings(), settings);
        Json.write(state.external(), external.withoutSecrets());
        Launch.supervisor(state, programs);
        return new Stack(state, settings, secrets, external, programs);
    }

    private static void install(List<Part> parts) {
        for (Part part : parts) {
            if (!part.engine().isInstalled()) {
                System.out.println("Unpacking " + part.name() + ", once per version.");
                part.engine().install();
            }
        }
    }

    /** @return whether the logins of this stack are known to its Keycloak */
    private static boolean makeLogins(Stack stack) {
        boolean external = stack.external().issuer() != null;
        String secret = external
                ? stack.external().keycloakAdminSecret()
                : stack.secrets().keycloakAdminSecret();
        boolean hasKeycloak =
                external || stack.parts().stream().anyMatch(part -> part.name().equals("keycloak"));
        if (!hasKeycloak || secret == null) {
            return false;
        }
        Logins.of(stack.state()).makeIn(new KeycloakAccounts(stack.issuer(), secret));
        return true;
    }

    private static String console(Stack stack) {
        String url = stack.operatorUrl() + "/console/";
        return HttpProbe.succeeds(url) ? url : "left out: it is built where Node 20.19 or newer is installed";
    }

    private static void tell(Stack stack, boolean hasLogins) {
        System.out.println();
        System.out.println("  tenant API      " + stack.tenantUrl());
        System.out.println("  operator API    " + stack.operatorUrl());
        System.out.println("  console         " + console(stack));
        System.out.println("  Keycloak        " + stack.issuer());
        System.out.println("  logs            " + stack.state().log());
        if (hasLogins) {
            for (Logins.Login login : Logins.of(stack.state()).logins()) {
                System.out.printf("  login           %-6s %s  (%s)%n", login.user(), login.password(), login.role());
            }
        } else if (stack.external().issuer() != null) {
            System.out.println(
                    "  logins          those of your Keycloak; hosts, prices and tenants are made by an operator"
                            + " (or set XENO_KEYCLOAK_ADMIN_SECRET)");
        }
        System.out.println();
    }
}
