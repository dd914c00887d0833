package org.xenopolis.deploy.local.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.xenopolis.deploy.local.core.LabHosts;
import org.xenopolis.deploy.local.stack.Stack;
import org.xenopolis.deploy.local.stack.StackException;
import org.xenopolis.deploy.xenlab.AgentPackage;
import org.xenopolis.deploy.xenlab.Lab;
import org.xenopolis.deploy.xenlab.LabException;
import org.xenopolis.deploy.xenlab.LabFolder;
import org.xenopolis.deploy.xenlab.core.AgentSettings;
import org.xenopolis.deploy.xenlab.core.HostNumber;
import org.xenopolis.deploy.xenlab.core.LabSettings;

/** Makes the hosts of a lab hosts of a stack: each gets the agent, an identity, and where the services are. */
record LabAgents(Stack stack, LabFolder folder) {
    /** The hosts of the lab that is up there. */
    static LabHosts hosts(LabFolder folder) {
        Lab lab = running(folder);
        LabSettings settings = lab.settings();
        return new LabHosts(
                settings.network().machine(),
                settings.numbers().stream()
                        .map(host -> settings.network().address(host))
                        .toList());
    }

    private static Lab running(LabFolder folder) {
        return folder.settings()
                .map(settings -> Lab.in(folder, settings))
                .filter(lab -> lab.settings().numbers().stream().allMatch(lab::isUp))
                .orElseThrow(() -> new StackException("no lab is up in " + folder.root() + ": ./xeno lab up"));
    }

    void install() {
        Lab lab = running(folder);
        System.out.println("Installing the agent on " + lab.settings().hosts() + " hosts of the lab.");
        long start = System.nanoTime();
        AgentPackage agent = AgentPackage.of(Path.of(System.getProperty("xeno.root", ".")), folder);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> installing = new ArrayList<>();
            for (HostNumber host : lab.settings().numbers()) {
                installing.add(threads.submit(() ->
                        agent.install(lab, settings(lab, host), stack.state().tls())));
            }
            for (Future<?> host : installing) {
                host.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LabException said) {
                throw said;
            }
            throw new IllegalStateException(e.getCause());
        }
        System.out.println(
                "Installed after " + Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s.");
    }

    private AgentSettings settings(Lab lab, HostNumber host) {
        var ports = stack.settings().ports();
        String machine = stack.settings().address();
        return new AgentSettings(
                host,
                LabHosts.id(host.value()),
                lab.settings().network().address(host),
                ports.hosts(),
                machine + ":" + ports.scheduler(),
                machine + ":" + ports.imageStore(),
                stack.kafkaBootstrap());
    }
}
