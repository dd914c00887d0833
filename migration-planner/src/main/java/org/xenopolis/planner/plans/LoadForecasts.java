package org.xenopolis.planner.plans;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.xenopolis.cluster.Host;
import org.xenopolis.contracts.plans.HostForecast;
import org.xenopolis.contracts.plans.LoadForecast;
import org.xenopolis.planner.core.Situation;
import org.xenopolis.planner.core.Traffic;
import org.xenopolis.planner.loads.Expectation;
import org.xenopolis.planner.loads.Forecasts;

/** The loads that planners see, for operators. */
@ApplicationScoped
class LoadForecasts {
    private static final double NOTHING = -1;

    private final Drafts drafts;
    private final Forecasts forecasts;
    private final double cpuThreshold;
    private final double allocationThreshold;
    private final double trafficThreshold;

    LoadForecasts(
            Drafts drafts,
            Forecasts forecasts,
            @ConfigProperty(name = "xeno.plans.cpu-threshold", defaultValue = "0.70") double cpuThreshold,
            @ConfigProperty(name = "xeno.plans.allocation-threshold", defaultValue = "0.90") double allocationThreshold,
            @ConfigProperty(name = "xeno.plans.traffic-threshold", defaultValue = "0.70") double trafficThreshold) {
        this.trafficThreshold = trafficThreshold;
        this.drafts = drafts;
        this.forecasts = forecasts;
        this.cpuThreshold = cpuThreshold;
        this.allocationThreshold = allocationThreshold;
    }

    LoadForecast now() {
        Expectation expected = drafts.expected(Duration.ZERO);
        Map<UUID, double[]> minutes = forecasts.cpuMinutes();
        LoadForecast.Builder answer = LoadForecast.newBuilder()
                .setHorizonMinutes(expected.horizonMinutes())
                .setMaeCores(expected.maeCores())
                .setMape(expected.mape());
        Situation situation = expected.situation();
        for (Host host : situation.cluster().hosts()) {
            double[] history = minutes.getOrDefault(host.id().value(), new double[0]);
            double cpu = situation.cpuFractions().getOrDefault(host.id(), 0.0);
            var used = situation.cluster().used(host.id());
            double memory =
                    share(used.memory().bytes(), host.capacity().memory().bytes());
            double vcpus = share(used.vcpus().count(), host.capacity().vcpus().count());
            Traffic busy = situation.traffic().getOrDefault(host.id(), Traffic.NONE);
            Traffic carries = situation.carries(host.id());
            double network = share(busy.network(), carries.network());
            double disk = share(busy.disk(), carries.disk());
            HostForecast.Builder view = HostForecast.newBuilder()
                    .setHostId(host.id().toString())
                    .setHostName(host.name())
                    .setState(host.state().name())
                    .setCpuNow(last(history, cpu))
                    .setCpuForecast(cpu)
                    .setMemory(memory)
                    .setHeat(Math.max(
                            cpu / cpuThreshold,
                            Math.max(
                                    Math.max(memory, vcpus) / allocationThreshold,
                                    Math.max(network, disk) / trafficThreshold)));
            if (carries.network() > 0) {
                view.setNetwork(network);
            }
            if (carries.disk() > 0) {
                view.setDisk(disk);
            }
            Arrays.stream(history)
                    .map(value -> Double.isNaN(value) ? NOTHING : value)
                    .forEach(view::addCpuHistory);
            answer.addHosts(view);
        }
        return answer.build();
    }

    private static double last(double[] history, double otherwise) {
        for (int minute = history.length - 1; minute >= 0; minute--) {
            if (!Double.isNaN(history[minute])) {
                return history[minute];
            }
        }
        return otherwise;
    }

    private static double share(double used, double of) {
        return of == 0 ? 0 : used / of;
    }
}
