package org.xenopolis.host.agent;

import io.grpc.BindableService;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.xenopolis.cluster.HostId;
import org.xenopolis.host.driver.HypervisorDriver;
import org.xenopolis.host.journal.Journal;
import org.xenopolis.host.metering.Meter;
import org.xenopolis.host.metering.UsageShipper;
import org.xenopolis.host.metering.Wall;

/** One host's agent: the parts, put together, and its endless rounds. */
public final class Agent implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Agent.class);
    private static final Duration CARE = Duration.ofSeconds(1);
    private static final Duration CARE_WHEN_EMPTY = Duration.ofSeconds(20);

    private final HostId host;
    private final Journal journal;
    private final HypervisorDriver driver;
    private final LeaseClient leases;
    private final Caretaker caretaker;
    private final Runnable migrations;
    private final Pace pace;
    private final List<BindableService> endpoints;
    private volatile boolean closed;
    private List<Thread> rounds = List.of();

    private Agent(
            HostId host,
            Journal journal,
            HypervisorDriver driver,
            LeaseClient leases,
            Caretaker caretaker,
            Runnable migrations,
            Pace pace,
            List<BindableService> endpoints) {
        this.host = host;
        this.journal = journal;
        this.driver = driver;
        this.leases = leases;
        this.caretaker = caretaker;
        this.migrations = migrations;
        this.pace = pace;
        this.endpoints = endpoints;
    }

    /** Puts the parts together and recovers; nothing runs yet. */
    public static Agent open(AgentParts parts) {
        HypervisorDriver driver = parts.driver();
        Journal journal = parts.journal();
        Meter meter = new Meter(parts.host(), new Wall(parts.clock(), driver::nowNanos));
        Guests guests = new Guests(parts.host(), journal, driver, meter);
        new Recovery(guests, journal, driver, meter).run();

        LeaseGate gate = new LeaseGate(driver::nowNanos);
        KeyedLocks locks = new KeyedLocks();
        Commands commands = new Commands(journal, gate, locks, parts.steps());
        Inventories inventories = new Inventories(guests, journal, driver, parts.images(), gate);
        MigrationLog log = new MigrationLog(journal);
        ReceiveMigrations receive = new ReceiveMigrations(guests, driver, log, gate, locks, parts.steps());
        SendMigrations send =
                new SendMigrations(commands, guests, driver, log, gate, locks, parts.hosts(), parts.steps());
        Fence fence = new Fence(guests, journal, driver, gate, parts.steps());
        UsageShipper shipper = new UsageShipper(parts.host(), journal, parts.key(), parts.usage());
        ShapeChanges changes = new ShapeChanges(commands, guests);
        Starter starter = new Starter(guests, driver, parts.images(), gate, parts.steps());
        SnapshotCommands snapshots =
                new SnapshotCommands(commands, guests, journal, driver, parts.snapshots(), gate, locks, parts.steps());
        HostAgentEndpoint endpoint = new HostAgentEndpoint(
                guests,
                inventories,
                new LifeCommands(commands, guests, driver, starter, gate, parts.steps()),
                new ShapeCommands(changes, driver),
                new RuleCommands(commands, guests, driver),
                new VolumeCommands(commands, changes, journal, driver, locks),
                snapshots,
                new MigrationCommands(gate, log, send, receive),
                send,
                new MigrationAnnouncements(commands, guests, log),
                new Consoles(driver));
        return new Agent(
                parts.host(),
                journal,
                driver,
                new LeaseClient(guests, driver, journal, gate, fence, inventories, parts.scheduler()),
                new Caretaker(
                        guests,
                        journal,
                        driver,
                        meter,
                        snapshots,
                        shipper,
                        starter,
                        gate,
                        locks,
                        parts.meteringInterval().toNanos()),
                () -> {
                    receive.settle();
                    send.settle();
                },
                new Pace(guests, journal, CARE, CARE_WHEN_EMPTY),
                List.of(endpoint, new MigrationEndpoint(receive, parts.steps())));
    }

    public HostId host() {
        return host;
    }

    public List<BindableService> endpoints() {
        return endpoints;
    }

    /** Starts to renew the lease and to meter. */
    public void start() {
        // Apart from each other: a peer that does not answer must not delay a meter, nor a slow disk the lease.
        rounds = List.of(
                round("lease", () -> Thread.sleep(leases.round())),
                round("care", () -> atItsPace(caretaker::round)),
                round("migrations", () -> atItsPace(migrations)));
    }

    private Thread round(String name, Round round) {
        return Thread.ofVirtual().name(name + "-" + host).start(() -> forEver(round));
    }

    private void atItsPace(Runnable work) throws InterruptedException {
        work.run();
        pace.rest();
    }

    private interface Round {
        void run() throws InterruptedException;
    }

    private void forEver(Round round) {
        try {
            while (!closed) {
                try {
                    round.run();
                } catch (RuntimeException e) {
                    // An agent outlives whatever one round met: a full disk, a hypervisor that does not answer.
                    if (!closed) {
                        LOG.errorf(e, "host %s: a round failed", host);
                    }
                    Thread.sleep(CARE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Guests go on; so does whatever the journal says. */
    @Override
    public void close() {
        closed = true;
        rounds.forEach(Thread::interrupt);
        try {
            for (Thread round : rounds) {
                round.join(Duration.ofSeconds(2));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        journal.close();
        driver.close();
    }
}
