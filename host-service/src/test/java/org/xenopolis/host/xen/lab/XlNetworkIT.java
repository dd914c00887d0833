package org.xenopolis.host.xen.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.Share;
import org.xenopolis.cluster.VcpuCount;
import org.xenopolis.host.driver.ConsoleText;
import org.xenopolis.host.driver.DiskSource;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.driver.DomainConfig;
import org.xenopolis.host.driver.DomainName;
import org.xenopolis.host.xen.XlHost;
import org.xenopolis.host.xen.net.InterfaceName;
import org.xenopolis.host.xen.net.Ipv4;
import org.xenopolis.host.xen.net.Network;

/** The networks besides a site's bridge, by what guests of a real host reach of each other, of it and of another host. */
@EnabledIfSystemProperty(named = Lab.HOSTS, matches = ".+", disabledReason = "no lab of Xen hosts was given")
class XlNetworkIT {
    private static final String ROUTER = "10.88.0.1";
    private static final String ONE = "10.88.0.7";
    private static final String TWO = "10.88.0.8";
    private static final DomainConfig.Rule PING_IN = new DomainConfig.Rule(true, "icmp", 0, 0, "");
    private static final MemorySize MEMORY = MemorySize.ofMebibytes(128);

    /** So often in a row a target is missed that is called unreachable. */
    private static final int MISSES = 5;

    private static @Nullable Lab lab;
    private static @Nullable DiskSource image;

    private final List<InstanceId> guests = new ArrayList<>();
    private @Nullable XlHost host;

    @BeforeAll
    static void prepare() {
        lab = new Lab();
        image = ContractGuest.image(Lab.path("xeno.lab.guest"), lab.folder());
    }

    @AfterEach
    void leaveNothing() {
        XlHost there = there(host);
        for (InstanceId guest : guests) {
            there.find(DomainName.of(guest)).ifPresent(domain -> there.destroy(domain.domid()));
            there.wipeDisk(guest);
        }
        there.close();
    }

    @AfterAll
    static void leaveTheSitesBridge() {
        there(lab).open(0).close();
    }

    private static <T> T there(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the lab is not open");
        }
        return part;
    }

    private void open(Network.Kind kind, Optional<Ipv4> gateway) {
        host = there(lab).open(0, new Network(kind, 24, gateway, List.of()));
    }

    private int run(String address, List<DomainConfig.Rule> rules, String orders) {
        InstanceId guest = new InstanceId(UUID.randomUUID());
        guests.add(guest);
        String mac = String.format("00:16:3e:00:00:%02x", guests.size());
        there(host).makeDisk(guest, there(image), DiskSize.ofMebibytes(64));
        Domain built = there(host)
                .build(new DomainConfig(
                        guest,
                        Epoch.FIRST,
                        VcpuCount.of(1),
                        MEMORY,
                        Share.DEFAULT,
                        List.of(new DomainConfig.Nic("net", mac, address, rules)),
                        List.of(),
                        new DomainConfig.Seed("caller", List.of(), orders.getBytes(StandardCharsets.US_ASCII)),
                        false));
        there(host).unpause(built.domid());
        return built.domid();
    }

    private void awaitSaid(int domid, String line, int times) {
        long until = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        for (String said = said(domid); said.split(line, -1).length <= times; said = said(domid)) {
            assertThat(System.nanoTime()).as(said).isLessThan(until);
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        }
    }

    private String said(int domid) {
        ConsoleText text = there(host).console(domid, 0);
        return new String(text.bytes(), StandardCharsets.US_ASCII);
    }

    private void assertReaches(int domid, String target) {
        awaitSaid(domid, "reached " + target + "\\.", 1);
    }

    private void assertNeverReaches(int domid, String target) {
        awaitSaid(domid, "missed " + target + "\\.", MISSES);
        assertThat(said(domid)).doesNotContain("reached " + target + ".");
    }

    @Test
    void routedGuestsReachEachOtherByTheirRulesAndAreReachedByTheSitesRouteOnly() {
        open(new Network.Kind.Routed(), Optional.of(new Ipv4(ROUTER)));
        int closed = run(ONE, List.of(), ContractGuest.calling(ONE, ROUTER, ROUTER, TWO, Lab.address(1)));
        int open = run(TWO, List.of(PING_IN), ContractGuest.calling(TWO, ROUTER, ROUTER, ONE));

        assertReaches(closed, ROUTER);
        assertReaches(closed, TWO);
        assertReaches(open, ROUTER);
        assertNeverReaches(open, ONE);
        // It gets there, but this site has no way back.
        assertNeverReaches(closed, Lab.address(1));
    }

    @Test
    void translatedGuestsReachWhatTheirHostReachesAndOnlyByTheirOwnAddress() {
        open(new Network.Kind.Nat(new InterfaceName("eth0")), Optional.of(new Ipv4(ROUTER)));
        int honest = run(ONE, List.of(), ContractGuest.calling(ONE, ROUTER, Lab.address(1)));
        int liar = run(TWO, List.of(), ContractGuest.calling("10.88.0.9", ROUTER, Lab.address(1), ROUTER));

        assertReaches(honest, Lab.address(1));
        assertNeverReaches(liar, Lab.address(1));
        assertNeverReaches(liar, ROUTER);
    }

    @Test
    void guestsOfAHostOnlyNetworkReachEachOtherAndNothingElse() {
        open(new Network.Kind.HostOnly(new InterfaceName("xenolocal")), Optional.empty());
        int one = run(ONE, List.of(PING_IN), ContractGuest.calling(ONE, ROUTER, TWO, Lab.address(0), Lab.address(1)));
        run(TWO, List.of(PING_IN), ContractGuest.calling(TWO, ROUTER, ONE));

        assertReaches(one, TWO);
        assertNeverReaches(one, Lab.address(0));
        assertNeverReaches(one, Lab.address(1));
    }
}
