package org.xenopolis.host.xen.dom0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.host.xen.net.Ipv4;

class Dom0HelperTest {
    private static final InstanceId INSTANCE = InstanceId.of("0190f5fe-7c21-7000-8000-0123456789ab");

    @TempDir
    Path folder;

    static List<Command> everyCommand() {
        return List.of(
                new Command.Hand(),
                new Command.Create(INSTANCE),
                new Command.Restore(INSTANCE),
                new Command.Save(3, INSTANCE),
                new Command.Destroy(3),
                new Command.MemoryMax(3, 4),
                new Command.MemorySet(3, 4),
                new Command.VcpuSet(3, 4),
                new Command.BlockAttach(3, new BlockDevice("/dev/loop7"), new Vdev('b')),
                new Command.BlockDetach(3, new Vdev('b')),
                new Command.Fill(INSTANCE, Command.Part.KERNEL),
                new Command.Send(3, INSTANCE, new Ipv4("192.0.2.1"), 0),
                new Command.Receive(INSTANCE),
                new Command.CopyDisk(INSTANCE, UUID.randomUUID()),
                new Command.DrainCopy(UUID.randomUUID()));
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void commandsSurviveTheSocket(Command command) {
        assertThat(Commands.of(Commands.words(command))).isEqualTo(command);
    }

    @Test
    void noCommandEscapesTheList() {
        assertThat(everyCommand().stream().map(Object::getClass))
                .containsExactlyInAnyOrder(Command.class.getPermittedSubclasses());
    }

    @Test
    void whatIsNoCommandIsRefused() {
        for (List<String> words : List.of(
                List.<String>of(),
                List.of("Destroy"),
                List.of("Destroy", "0"),
                List.of("Destroy", "07"),
                List.of("Destroy", "7", "8"),
                List.of("Create", "../../etc"),
                List.of("BlockAttach", "7", "/dev/vda", "xvdb"),
                List.of("Shell", "id"))) {
            assertThatThrownBy(() -> Commands.of(words)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private Layout layout() throws IOException {
        Files.createDirectories(folder.resolve("instances/" + INSTANCE));
        Files.createDirectories(folder.resolve("copies"));
        return new Layout(folder.toString(), folder.resolve("run").toString());
    }

    private static byte[] frames() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(300_000);
        out.writeInt(5);
        out.writeBytes("hello");
        out.writeLong(1 << 20);
        out.writeInt(0);
        return bytes.toByteArray();
    }

    @Test
    void blocksGoInAndComeOutThroughTheHelper() throws IOException {
        Path socket = folder.resolve("s");
        try (Dom0Helper ignored = Dom0Helper.open(socket, System.getProperty("user.name"), layout());
                SocketDom0 dom0 = new SocketDom0(socket)) {
            dom0.run(new Command.Fill(INSTANCE, Command.Part.DISK), frames());
            Path disk = folder.resolve("instances/" + INSTANCE + "/disk.part");
            assertThat(Files.size(disk)).isEqualTo(1 << 20);
            UUID copy = UUID.randomUUID();
            Files.copy(disk, folder.resolve("instances/" + INSTANCE + "/disk.raw"));
            dom0.run(new Command.CopyDisk(INSTANCE, copy));
            assertThat(dom0.run(new Command.DrainCopy(copy))).contains("hello").hasSizeLessThan(1 << 19);

            assertThatThrownBy(() -> dom0.run(new Command.DrainCopy(UUID.randomUUID())))
                    .isInstanceOf(Dom0Exception.class)
                    .hasMessageContaining("No such file");
        }
    }

    @Test
    void strangersGetNoAnswer() throws IOException {
        Path socket = folder.resolve("s");
        try (Dom0Helper ignored = Dom0Helper.open(socket, "nobody-of-ours", layout());
                SocketDom0 dom0 = new SocketDom0(socket)) {
            assertThatThrownBy(() -> dom0.run(new Command.DrainCopy(UUID.randomUUID())))
                    .isInstanceOf(Dom0Exception.class);
        }
    }
}
