package org.xenopolis.host.xen.dom0;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.VolumeId;

class HandTest extends HandFixture {
    private static final String OTHER = "0190f5fe-7c21-7000-8000-0123456789ac";
    private static final InstanceId INSTANCE = InstanceId.of(ID);
    private static final VolumeId VOLUME = VolumeId.of(ID);

    @Test
    void disksAndVolumesComeAndGo() throws Exception {
        List<String> answers = ask(
                new Ask.Tend(Ask.Chore.FOLDER, INSTANCE),
                new Ask.MakeDisk(INSTANCE, 4_096),
                new Ask.Grow(INSTANCE, 8_192),
                new Ask.MakeVolume(VOLUME, 512),
                new Ask.Own(VOLUME, INSTANCE, new Vdev('c')),
                new Ask.Look(),
                new Ask.Tend(Ask.Chore.WIPE, INSTANCE),
                new Ask.WipeVolume(VOLUME),
                new Ask.Look());
        assertThat(answers)
                .containsOnlyOnce("instance\t" + ID + "\t8192\t0\t-")
                .containsOnlyOnce("volume\t" + ID + "\t512\t0\t" + ID + "\txvdc")
                .contains("domain\t3\th\t255\t5\t1024\t2048\t1024\t1\t2\tv-" + ID)
                .noneMatch(line -> line.startsWith("!"));
    }

    @Test
    void onlyWhatWasWrittenToDisksAndVolumesIsHeld() throws Exception {
        ask(
                new Ask.Tend(Ask.Chore.FOLDER, INSTANCE),
                new Ask.MakeDisk(INSTANCE, 1 << 24),
                new Ask.MakeVolume(VOLUME, 1 << 24),
                new Ask.MakeVolume(VolumeId.of(OTHER), 1 << 24),
                new Ask.Own(VOLUME, INSTANCE, new Vdev('c')));
        for (String file : List.of("instances/" + ID + "/disk.raw", "volumes/" + ID + ".raw")) {
            Files.write(folder.resolve("root/" + file), new byte[1 << 20], StandardOpenOption.WRITE);
        }
        assertThat(ask(new Ask.Look()))
                .containsOnlyOnce("instance\t" + ID + "\t16777216\t1048576\t-")
                .containsOnlyOnce("volume\t" + ID + "\t16777216\t1048576\t" + ID + "\txvdc")
                .containsOnlyOnce("volume\t" + OTHER + "\t16777216\t0\t-\t-");
    }

    @Test
    void whatIsNoVerbOfItsIsRefused() throws Exception {
        List<List<String>> hostile = List.of(
                List.of("exec", "id"),
                List.of("wipe", "../.."),
                List.of("wipe", ID, ID),
                List.of("put", ID, "../x", "eA=="),
                List.of("halt", "0"),
                List.of("halt", "4"),
                List.of("halt", "-1"),
                List.of("own", ID, ID, "xvdc/../../x"),
                List.of("borrow", ID, "disk", "sha256:" + "0".repeat(64)),
                List.of("borrow", ID, "kernel", "../../" + "0".repeat(64)),
                List.of("loop", "disk", "/dev/vda"));
        assertThat(ask(hostile.stream())).hasSameSizeAs(hostile).allMatch(line -> line.startsWith("! "));
        assertThat(folder.resolve("deeds")).doesNotExist();
    }

    @Test
    void instancesOfOneImageHaveOneKernel() throws Exception {
        Digest digest = Digest.ofSha256(
                MessageDigest.getInstance("SHA-256").digest("a kernel".getBytes(StandardCharsets.US_ASCII)));
        InstanceId other = InstanceId.of(OTHER);
        Path mine =
                Files.createDirectories(folder.resolve("root/instances/" + ID)).resolve("kernel");
        Files.writeString(mine, "a kernel");
        assertThat(ask(
                        new Ask.Tend(Ask.Chore.FOLDER, other),
                        new Ask.Borrow(other, Command.Part.KERNEL, digest),
                        new Ask.Lend(INSTANCE, Command.Part.KERNEL, digest),
                        new Ask.Borrow(other, Command.Part.KERNEL, digest),
                        new Ask.Tend(Ask.Chore.WIPE, INSTANCE)))
                .containsExactly(".", "no", ".", ".", "yes", ".", ".");
        assertThat(mine).doesNotExist();
        assertThat(folder.resolve("root/instances/" + OTHER + "/kernel")).hasContent("a kernel");
    }

    @Test
    void whatIsNotWhatItIsSaidToBeIsNotLent() throws Exception {
        Digest digest = Digest.of("sha256:" + "0".repeat(64));
        Path kernel =
                Files.createDirectories(folder.resolve("root/instances/" + ID)).resolve("kernel");
        Files.writeString(kernel, "a kernel");
        assertThat(ask(
                        new Ask.Lend(INSTANCE, Command.Part.KERNEL, digest),
                        new Ask.Borrow(INSTANCE, Command.Part.KERNEL, digest)))
                .containsExactly("! Refused:it_is_something_else", "no", ".");
        assertThat(kernel).doesNotExist();
    }

    @Test
    void aDomainIsRenamedWhereXlLooks() throws Exception {
        assertThat(ask(new Ask.Rename(3, new DomainLabel(INSTANCE, DomainLabel.Stage.MIGRATED_AWAY))))
                .containsExactly(".");
        // Twice, because somebody else wrote meanwhile.
        String name = "v-" + ID + "--migratedaway";
        assertThat(deeds())
                .containsExactly(
                        "7 /local/domain/3/name " + name,
                        "7 /vm/of-3/name " + name,
                        "7 /local/domain/3/name " + name,
                        "7 /vm/of-3/name " + name);
    }

    @Test
    void noTwoDomainsHaveOneName() throws Exception {
        assertThat(ask(new Ask.Rename(3, new DomainLabel(INSTANCE, DomainLabel.Stage.HERE))))
                .allMatch(line -> line.startsWith("! Refused:"));
        assertThat(deeds()).isEmpty();
    }

    @Test
    void theWatchEndsGuestsThoughNobodyAsksAnyMore() throws Exception {
        List<String> answers = ask(
                new Ask.Tend(Ask.Chore.FOLDER, INSTANCE),
                new Ask.Watched(INSTANCE, true),
                new Ask.Watch(System.nanoTime() + 1_500_000_000L));
        assertThat(answers).containsExactly(".", ".", ".");
        assertThat(Files.readAllLines(folder.resolve("deeds"))).contains("shutdown 3 0");
    }

    @Test
    void theWatchLeavesGuestsThatStay() throws Exception {
        ask(new Ask.Tend(Ask.Chore.FOLDER, INSTANCE), new Ask.Watched(INSTANCE, false), new Ask.Watch(1));
        assertThat(folder.resolve("deeds")).doesNotExist();
    }
}
