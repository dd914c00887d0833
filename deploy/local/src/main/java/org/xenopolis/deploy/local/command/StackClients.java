package org.xenopolis.deploy.local.command;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.xenopolis.deploy.local.api.ApiException;
import org.xenopolis.deploy.local.api.CloudApi;
import org.xenopolis.deploy.local.api.Login;
import org.xenopolis.deploy.local.api.Tokens;
import org.xenopolis.deploy.local.core.LabHosts;
import org.xenopolis.deploy.local.core.SimulatedHosts;
import org.xenopolis.deploy.local.seed.Seed;
import org.xenopolis.deploy.local.stack.Stack;
import org.xenopolis.deploy.local.stack.StackException;

/** The API of a local stack in the hands of its own users. */
public final class StackClients {
    private static final Duration SIMULATED_MAX = Duration.ofMinutes(1);
    /** In software emulation an agent takes a minute to start. */
    private static final Duration REAL_MAX = Duration.ofMinutes(5);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Stack stack;
    private final Logins logins;

    public StackClients(Stack stack) {
        this.stack = stack;
        this.logins = Logins.of(stack.state());
    }

    public CloudApi tenant() {
        return client(stack.tenantUrl(), "alice");
    }

    public CloudApi operator() {
        return client(stack.operatorUrl(), "oscar");
    }

    public Login login(String user) {
        return logins.logins().stream()
                .filter(login -> login.user().equals(user))
                .map(login -> new Login(login.user(), login.password()))
                .findFirst()
                .orElseThrow(() -> new StackException(
                        "no login " + user + " in " + stack.state().logins()));
    }

    /** Hosts, prices, tenants: what a fresh cloud needs before anybody can use it. */
    void seed() {
        try {
            Seed seed = new Seed(operator());
            seed.prices();
            logins.logins().stream()
                    .filter(login -> login.tenant() != null)
                    .forEach(login -> seed.tenant(login.tenant(), login.user(), Map.of()));
            seed.hosts(hosts(), stack.settings().lab() == null ? SIMULATED_MAX : REAL_MAX);
        } catch (ApiException e) {
            throw new StackException("the stack runs, but could not be filled: " + e.getMessage());
        }
    }

    private List<Seed.SeedHost> hosts() {
        int base = stack.settings().ports().hosts();
        LabHosts lab = stack.settings().lab();
        if (lab != null) {
            return IntStream.rangeClosed(1, lab.agents().size())
                    .mapToObj(number -> new Seed.SeedHost(
                            LabHosts.id(number), "xen" + number, lab.agents().get(number - 1) + ":" + base))
                    .toList();
        }
        return IntStream.rangeClosed(1, stack.settings().hosts())
                .mapToObj(number -> new Seed.SeedHost(
                        SimulatedHosts.id(number), "sim-" + number, "127.0.0.1:" + (base + number - 1)))
                .toList();
    }

    private CloudApi client(String url, String user) {
        return new CloudApi(
                http,
                URI.create(url),
                new Tokens(http, URI.create(stack.issuer()), login(user), Clock.systemUTC())::current);
    }

    static boolean answers(Stack stack) {
        return stack.parts().stream().allMatch(part -> part.engine().isReady());
    }
}
