package org.xenopolis.host.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenopolis.cluster.HostId;
import org.xenopolis.contracts.agent.DomainView;
import org.xenopolis.contracts.agent.Inventory;
import org.xenopolis.contracts.agent.InventoryRequest;

class AgentTest {
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

    private Inventory inventory() {
        return site.stub(host)
                .getInventory(
                        InventoryRequest.newBuilder().setHostId(host.toString()).build());
    }

    @Test
    void createsStopsStartsAndDeletes() {
        Client client = new Client(site, host);

        DomainView created = client.create().getDomain();
        assertThat(created.getState()).isEqualTo("RUNNING");
        assertThat(inventory().getDomainsList()).singleElement().satisfies(domain -> {
            assertThat(domain.getInstanceId()).isEqualTo(client.instance);
            assertThat(domain.getHasDisk()).isTrue();
        });

        assertThat(client.stop().getDomain().getState()).isEqualTo("SHUTDOWN");
        client.epoch = 2;
        assertThat(client.create().getDomain().getState()).isEqualTo("RUNNING");
        client.delete();

        assertThat(inventory().getDomainsList()).isEmpty();
        Site.await(
                "the last line", () -> site.usage().stream().anyMatch(line -> line.getLast() && line.getDomid() == 0));
    }
}
