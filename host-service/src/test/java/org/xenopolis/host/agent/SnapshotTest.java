package org.xenopolis.host.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenopolis.cluster.HostId;
import org.xenopolis.contracts.ProblemStatus;
import org.xenopolis.contracts.agent.InventoryRequest;
import org.xenopolis.contracts.agent.SnapshotDomainReply;
import org.xenopolis.contracts.agent.SnapshotDomainRequest;

/** A disk becomes an image. */
class SnapshotTest {
    @TempDir
    Path folder;

    private Site site;
    private HostId host;
    private Client client;
    private final String image = UUID.randomUUID().toString();

    @BeforeEach
    void start() {
        start(new Site(folder.resolve("patient")));
    }

    private void start(Site with) {
        site = with;
        host = site.addHost();
        site.awaitLease(host);
        client = new Client(site, host);
        client.create();
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private SnapshotDomainRequest request() {
        return SnapshotDomainRequest.newBuilder()
                .setHeader(client.header())
                .setImageId(image)
                .setName("copy")
                .setTenantId(client.spec.getTenantId())
                .build();
    }

    private SnapshotDomainReply snapshot() {
        return site.stub(host).snapshotDomain(request());
    }

    @Test
    void isAnsweredWhenTheStoreHasVerifiedItHoweverLongThatTakes() {
        site.images.looksNeeded.set(4);

        SnapshotDomainReply reply = snapshot();

        assertThat(reply.getManifestDigest()).startsWith("sha256:");
        assertThat(site.images.uploaded.get(image)).hasSize((int) reply.getSizeBytes());
    }

    @Test
    void saysWhyTheStoreRefusedIt() {
        site.images.rejection = "two formats at once";

        assertThatThrownBy(this::snapshot)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        refusal -> assertThat(ProblemStatus.toProblem(refusal).code())
                                .isEqualTo("snapshot-rejected"))
                .hasMessageContaining("two formats at once");
    }

    @Test
    void goesOnFromWhatIsThereWhenAskedAgain() {
        SnapshotDomainReply first = snapshot();

        // Another command: the first one's answer was lost with everything that the agent knew of it.
        assertThat(snapshot()).isEqualTo(first);
        assertThat(site.images.uploads).hasValue(1);
    }

    @Test
    void doesNotWaitForEver() {
        site.close();
        start(new Site(folder.resolve("hasty"), Duration.ofMillis(200)));
        site.images.looksNeeded.set(Integer.MAX_VALUE);

        assertThatThrownBy(this::snapshot)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        refusal -> assertThat(ProblemStatus.toProblem(refusal).code())
                                .isEqualTo("image-unverified"));
        site.images.looksNeeded.set(1);
        Site.await("it is verified", this::isTaken);
        assertThat(site.images.uploads).hasValue(1);
    }

    private boolean isTaken() {
        try {
            return !snapshot().getManifestDigest().isEmpty();
        } catch (StatusRuntimeException e) {
            return false;
        }
    }

    private List<String> states() {
        return Truth.events(site.truth()).stream()
                .filter(event -> event.domid() != 0)
                .map(event -> event.state().name())
                .toList();
    }

    private String stateNow() {
        return site.stub(host)
                .getInventory(InventoryRequest.getDefaultInstance())
                .getDomains(0)
                .getState();
    }

    @Test
    void pausesTheGuestForThePictureOnly() {
        site.fault("sim.copy-disk", "block");
        Thread caller = Thread.startVirtualThread(this::snapshot);
        Site.await("the picture is taken", () -> site.reached("sim.copy-disk"));
        assertThat(stateNow()).isEqualTo("PAUSED");
        site.heal("sim.copy-disk");
        Site.await("it is there", () -> !caller.isAlive());

        assertThat(states()).containsExactly("BUILDING", "RUNNING", "PAUSED", "RUNNING");
        client.delete();
        site.awaitBilledAsTrue();
    }

    @Test
    void leavesAGuestPausedThatWasPaused() {
        site.stub(host).pauseDomain(client.command());
        snapshot();
        assertThat(states()).containsExactly("BUILDING", "RUNNING", "PAUSED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"snapshot.frozen", "snapshot.paused", "sim.copy-disk", "snapshot.copied", "snapshot.thaw"})
    void letsTheGuestGoOnWhateverFails(String step) {
        site.fault(step, "fail-once");

        assertThatThrownBy(this::snapshot).isInstanceOf(StatusRuntimeException.class);

        assertThat(site.reached(step)).isTrue();
        Site.await("it runs", () -> stateNow().equals("RUNNING"));
        assertThat(snapshot().getManifestDigest()).isNotEmpty();
        assertThat(stateNow()).isEqualTo("RUNNING");
    }

    @ParameterizedTest
    @ValueSource(strings = {"snapshot.frozen", "snapshot.paused", "snapshot.copied", "snapshot.thaw"})
    void letsTheGuestGoOnWhenTheAgentDies(String step) {
        site.fault(step, "block");
        Thread caller = Thread.startVirtualThread(() -> {
            try {
                snapshot();
            } catch (StatusRuntimeException e) {
                // It died.
            }
        });
        Site.await(step, () -> site.reached(step));
        site.abandon(host);
        site.heal(step);
        site.awaitLease(host);
        Site.await("it runs", () -> stateNow().equals("RUNNING"));
        Site.await("the caller is gone", () -> !caller.isAlive());
        client.delete();
        site.awaitBilledAsTrue();
    }
}
