package org.xenopolis.host.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.VolumeId;
import org.xenopolis.contracts.ProblemStatus;
import org.xenopolis.contracts.agent.CommandHeader;
import org.xenopolis.contracts.agent.VolumeCommand;
import org.xenopolis.contracts.agent.WipeVolumeReply;

/** A volume's bytes, from the first attachment to the wipe. */
class VolumeTest {
    @TempDir
    Path folder;

    private Site site;
    private HostId host;
    private Client client;
    private final VolumeId volume = new VolumeId(UUID.randomUUID());

    @BeforeEach
    void start() {
        site = new Site(folder);
        host = site.addHost();
        site.awaitLease(host);
        client = new Client(site, host);
        client.create();
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private VolumeCommand command() {
        return VolumeCommand.newBuilder()
                .setHeader(client.header())
                .setVolumeId(volume.toString())
                .setSizeBytes(1L << 30)
                .build();
    }

    private VolumeCommand wipe(String command) {
        return command().toBuilder()
                .setHeader(CommandHeader.newBuilder()
                        .setCommandId(command)
                        .setInstanceId(volume.toString())
                        .setEpoch(1)
                        .setLeaseEpoch(site.scheduler.epoch(host.toString())))
                .build();
    }

    private boolean isHere() {
        return site.hypervisor(host).volumes().containsKey(volume);
    }

    private long wipes() {
        return site.truth().stream()
                .filter(line -> line.contains(volume.toString()) && line.contains("\"wiped\":true"))
                .count();
    }

    private static void assertRefused(ThrowingCallable call, String code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        refusal -> assertThat(ProblemStatus.toProblem(refusal).code())
                                .isEqualTo(code));
    }

    @Test
    void isWipedOnceItIsDetachedAndOnlyOnce() {
        site.stub(host).attachVolume(command());
        assertRefused(() -> site.stub(host).wipeVolume(wipe("early")), "volume-attached");
        site.stub(host).detachVolume(command());
        assertThat(isHere()).isTrue();

        WipeVolumeReply reply = site.stub(host).wipeVolume(wipe("wipe"));

        assertThat(reply.getWiped()).isTrue();
        assertThat(site.stub(host).wipeVolume(wipe("wipe"))).isEqualTo(reply);
        assertThat(site.stub(host).wipeVolume(wipe("again")).getWiped()).isTrue();
        assertThat(isHere()).isFalse();
        assertThat(wipes()).isEqualTo(1);
    }

    @Test
    void isNotMadeAnewByALateAttachment() {
        site.stub(host).wipeVolume(wipe("wipe"));
        assertRefused(() -> site.stub(host).attachVolume(command()), "volume-wiped");
        site.abandon(host);
        site.awaitLease(host);
        assertRefused(() -> site.stub(host).attachVolume(command()), "volume-wiped");
        assertThat(isHere()).isFalse();
    }

    @Test
    void outlivesItsInstance() {
        site.stub(host).attachVolume(command());
        client.delete();
        assertThat(isHere()).isTrue();
        site.awaitBilledAsTrue();
        assertThat(site.stub(host).wipeVolume(wipe("wipe")).getWiped()).isTrue();
        assertThat(isHere()).isFalse();
    }

    @Test
    void isWipedUnderTheHostsLeaseOnly() {
        VolumeCommand old = wipe("wipe");
        site.restart(host);
        site.awaitLease(host);
        assertRefused(() -> site.stub(host).wipeVolume(old), "stale-epoch");
        assertRefused(
                () -> site.stub(host)
                        .wipeVolume(
                                command().toBuilder().setHeader(client.header()).build()),
                "invalid-volume");
    }

    @Test
    void aWipeThatFailedIsDoneWhenItIsRepeated() {
        site.stub(host).attachVolume(command());
        site.stub(host).detachVolume(command());
        site.fault("sim.wipe-volume", "fail-once");
        assertRefused(() -> site.stub(host).wipeVolume(wipe("wipe")), "injected-fault");
        assertThat(isHere()).isTrue();

        assertThat(site.stub(host).wipeVolume(wipe("wipe")).getWiped()).isTrue();

        assertThat(isHere()).isFalse();
    }
}
