package org.xenopolis.host.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenopolis.cluster.HostId;
import org.xenopolis.contracts.agent.DomainView;
import org.xenopolis.contracts.agent.InventoryRequest;
import org.xenopolis.contracts.hosts.RenewLeaseRequest;
import org.xenopolis.contracts.instances.RecoveryPolicy;

/** What happens to guests when the scheduler is not there. */
class LeaseTest {
    @TempDir
    Path folder;

    private Site site;
    private HostId host;

    @BeforeEach
    void start() {
        site = new Site(folder);
        host = site.addHost();
        site.awaitLease(host);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private List<String> here() {
        return site.stub(host).getInventory(InventoryRequest.getDefaultInstance()).getDomainsList().stream()
                .map(DomainView::getState)
                .toList();
    }

    private boolean isFenced() {
        return site.stub(host)
                        .getInventory(InventoryRequest.getDefaultInstance())
                        .getLeaseEpoch()
                == 0;
    }

    @Test
    void guestsThatMayStartElsewhereEndWithTheLeaseAndOthersStay() {
        Client kept = new Client(site, host).with(RecoveryPolicy.KEEP_RUNNING);
        Client fenced = new Client(site, host).with(RecoveryPolicy.RESTART_ELSEWHERE);
        kept.create();
        fenced.create();

        site.endLeases();

        Site.await("the fence", () -> isFenced() && here().contains("SHUTDOWN"));
        assertThat(here()).containsExactlyInAnyOrder("RUNNING", "SHUTDOWN");
        assertThat(Truth.unpausedNow(Truth.events(site.truth())))
                .singleElement()
                .satisfies(event -> assertThat(event.instance().toString()).isEqualTo(kept.instance));
        assertThatThrownBy(kept::stop)
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("lease");

        site.grantLeases();
        site.awaitLease(host);
        fenced.epoch = 2;
        assertThat(fenced.create().getDomain().getState()).isEqualTo("RUNNING");
    }

    /** The agent is dead for longer than its lease: the hypervisor's watch ends what may be started elsewhere. */
    @Test
    void theWatchFencesForAnAgentThatIsGone() {
        Client kept = new Client(site, host).with(RecoveryPolicy.KEEP_RUNNING);
        Client fenced = new Client(site, host).with(RecoveryPolicy.RESTART_ELSEWHERE);
        kept.create();
        fenced.create();
        long until = site.endLeases();
        site.kill(host);
        Site.await("the lease is over", () -> System.nanoTime() > until);

        site.start(host);

        Site.await(
                "only the other runs",
                () -> here().equals(List.of("RUNNING", "SHUTDOWN")) || here().equals(List.of("SHUTDOWN", "RUNNING")));
        assertThat(Truth.events(site.truth()).stream()
                        .filter(event -> event.instance().toString().equals(fenced.instance)
                                && event.state().name().equals("SHUTDOWN"))
                        .toList())
                .singleElement()
                .satisfies(end -> assertThat(end.monotonicNanos()).isLessThanOrEqualTo(until));
    }

    @Test
    void aRestartWithinTheLeaseTouchesNobody() {
        Client fenced = new Client(site, host).with(RecoveryPolicy.RESTART_ELSEWHERE);
        fenced.create();
        site.abandon(host);
        site.awaitLease(host);
        assertThat(here()).containsExactly("RUNNING");
        assertThat(site.scheduler.epoch(host.toString())).isGreaterThan(1);
    }

    @Test
    void anUnregisteredHostKeepsAsking() {
        site.scheduler.register(false);
        HostId late = site.addHost();
        site.scheduler.register(true);
        site.awaitLease(late);
        RenewLeaseRequest told = Objects.requireNonNull(site.scheduler.last(late.toString()));
        assertThat(told.getFacts().getCapacity().getPhysicalCpus()).isEqualTo(8);
    }

    @Test
    void loadsAreReportedWithTheLease() {
        Client client = new Client(site, host);
        client.create();
        Site.await("the load", () -> {
            RenewLeaseRequest told = site.scheduler.last(host.toString());
            return told != null
                    && told.getGuestLoadsCount() == 1
                    && told.getGuestLoads(0).getCpuCores() > 0.5;
        });
    }
}
