package org.xenopolis.host.agent;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.xenopolis.cluster.HostId;
import org.xenopolis.contracts.hosts.LeasesGrpc;
import org.xenopolis.host.driver.HypervisorDriver;
import org.xenopolis.host.faults.Steps;
import org.xenopolis.host.images.ImageSource;
import org.xenopolis.host.images.SnapshotTarget;
import org.xenopolis.host.journal.Journal;
import org.xenopolis.host.metering.HostKey;
import org.xenopolis.host.metering.UsagePublisher;

/**
 * What an agent is made of that a test, or another kind of host, brings differently.
 *
 * @param journal open; the agent closes it, and the driver, when it is closed
 * @param scheduler a stub without a deadline
 */
public record AgentParts(
        HostId host,
        Journal journal,
        HypervisorDriver driver,
        ImageSource images,
        SnapshotTarget snapshots,
        UsagePublisher usage,
        HostKey key,
        Supplier<LeasesGrpc.LeasesBlockingStub> scheduler,
        HostChannels hosts,
        Clock clock,
        Duration meteringInterval,
        Steps steps) {}
