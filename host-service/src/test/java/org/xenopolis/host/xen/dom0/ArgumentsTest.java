package org.xenopolis.host.xen.dom0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.VolumeId;

class ArgumentsTest {
    private static final String ID = "0190f5fe-7c21-7000-8000-0123456789ab";
    private static final InstanceId INSTANCE = InstanceId.of(ID);
    private static final Layout LAYOUT = new Layout("/r", "/run/x");
    private static final String HOME = "/r/instances/" + ID + "/";

    private static List<String> of(Command command) {
        return Arguments.of(command, LAYOUT);
    }

    @Test
    void commandsAreTheseArguments() {
        UUID copy = UUID.fromString(ID);
        assertThat(of(new Command.Create(INSTANCE)))
                .containsExactly("xl", "create", "-p", "-e", "-q", HOME + "domain.cfg");
        assertThat(of(new Command.Restore(INSTANCE)))
                .containsExactly("xl", "restore", "-p", "-e", HOME + "domain.cfg", HOME + "saved");
        assertThat(of(new Command.Save(7, INSTANCE))).containsExactly("xl", "save", "-p", "7", HOME + "saved.part");
        assertThat(of(new Command.Destroy(7))).containsExactly("xl", "destroy", "7");
        assertThat(of(new Command.MemoryMax(7, 65_536))).containsExactly("xl", "mem-max", "7", "65536k");
        assertThat(of(new Command.MemorySet(7, 65_536))).containsExactly("xl", "mem-set", "7", "65536k");
        assertThat(of(new Command.VcpuSet(7, 2))).containsExactly("xl", "vcpu-set", "--ignore-host", "7", "2");
        assertThat(of(new Command.BlockAttach(7, new BlockDevice("/dev/loop3"), new Vdev('b'))))
                .containsExactly(
                        "xl", "block-attach", "7", "format=raw,vdev=xvdb,access=rw,script=/r/block,target=/dev/loop3");
        assertThat(of(new Command.BlockDetach(7, new Vdev('b')))).containsExactly("xl", "block-detach", "7", "xvdb");
        assertThat(of(new Command.CopyDisk(INSTANCE, copy)))
                .containsExactly("cp", "--reflink=auto", "--sparse=always", HOME + "disk.raw", "/r/copies/" + ID);
        assertThat(of(new Command.Fill(INSTANCE, Command.Part.DISK)))
                .startsWith("python3", "-c")
                .endsWith("fill", HOME + "disk.part");
        assertThat(of(new Command.DrainCopy(copy))).startsWith("python3", "-c").endsWith("drain", "/r/copies/" + ID);
    }

    @Test
    void nobodyTouchesDomainZero() {
        assertThatThrownBy(() -> new Command.Destroy(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Ask.Do(Ask.Deed.HALT, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void wordsForTheHandHoldNeitherTabsNorLines() {
        VolumeId volume = VolumeId.of(ID);
        List<Ask> asks = List.of(
                new Ask.Facts(),
                new Ask.Free(),
                new Ask.Pin(3, CpuList.of("0-3,7")),
                new Ask.Look(),
                new Ask.Do(Ask.Deed.PAUSE, 3),
                new Ask.Put(INSTANCE, Ask.SmallFile.SEED, "a\tb\nc".repeat(100).getBytes(StandardCharsets.UTF_8)),
                new Ask.Watched(INSTANCE, true),
                new Ask.Tend(Ask.Chore.WIPE, INSTANCE),
                new Ask.MakeDisk(INSTANCE, 5),
                new Ask.Own(volume, INSTANCE, new Vdev('c')),
                new Ask.Loop(Ask.Backing.VOLUME, volume.value()),
                new Ask.Unloop(new BlockDevice("/dev/loop1")),
                new Ask.Console(INSTANCE, 9),
                new Ask.Watch(10));
        for (Ask ask : asks) {
            assertThat(ask.words()).allMatch(word -> word.matches("[ -~]+"));
        }
        assertThat(new Ask.Own(volume, INSTANCE, new Vdev('c')).words()).containsExactly("own", ID, ID, "xvdc");
    }

    @Test
    void devicesAreNumberedAsXenDoes() {
        assertThat(Vdev.ROOT.number()).isEqualTo(51_712);
        assertThat(new Vdev('p').number()).isEqualTo(51_952);
        assertThat(new Vdev('q').number()).isEqualTo(268_439_552);
        assertThat(Vdev.of("xvdz")).isEqualTo(Vdev.SEED);
    }

    @Test
    void aShellReadsBackWhatWasQuoted() throws Exception {
        String nasty = "a'b\"c $(id) `id` \\ ; & | \n * ~ {x,y} #";
        Process shell = new ProcessBuilder("sh", "-c", "printf %s " + Launcher.Ssh.quote(nasty)).start();
        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(nasty);
        assertThat(shell.waitFor()).isZero();
    }

    @Test
    void anAddressIsNoOption() {
        Path file = Path.of("/f");
        assertThatThrownBy(() -> new Launcher.Ssh("root", "-oProxyCommand=id", 22, file, file, file))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
