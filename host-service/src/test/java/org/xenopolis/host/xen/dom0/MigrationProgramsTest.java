package org.xenopolis.host.xen.dom0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.deploy.engines.CertificateAuthority;
import org.xenopolis.host.xen.net.Ipv4;

/** send.py and receive.py themselves, between two folders, with an xl that speaks as the real one does. */
class MigrationProgramsTest {
    private static final String ID = "0190f5fe-7c21-7000-8000-0123456789ab";
    private static final String VOLUME = "0190f5fe-7c21-7000-8000-0123456789ac";
    private static final InstanceId INSTANCE = InstanceId.of(ID);
    private static final UUID SENDER = new UUID(0, 1);
    private static final UUID RECEIVER = new UUID(0, 2);
    private static final UUID STRANGER = new UUID(0, 3);
    private static final String DIGEST = "d".repeat(64);
    private static final int DISK_BYTES = 1 << 20;

    /** A domain whose memory is "pages"; it is whole when its stream has ended, and waits for a word that never comes. */
    private static final String XL = """
            #!/usr/bin/env python3
            import os, struct, subprocess, sys
            record = lambda kind, body: struct.pack('<II', kind, len(body)) + body + bytes(-len(body) % 8)
            page = b'pages' + bytes(4091)
            pages = bytes(4096 * 7) + page + bytes(4096 * 3) + page * 200 + bytes(4096 * 300) + page + bytes(4096 * 4)
            memory = (bytes(16) + record(1, b'') + bytes(24 + 16) + record(2, b'pages' * 100000)
                      + record(1, struct.pack('<II', 516, 0) + bytes(8 * 516) + pages)
                      + record(1, struct.pack('<II', 3, 0) + bytes(8 * 3)) + record(0, b''))
            if sys.argv[1] == 'migrate':
                peer = subprocess.Popen(['sh', '-c', sys.argv[5]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, close_fds=False)
                peer.stdout.read(len(b'xl migration receiver ready, send binary domain data.\\n'))
                config = b'the sender\\'s configuration'
                peer.stdin.write(struct.pack('=32sIIII', b'magic', 1, 1, 0, len(config)) + config
                                 + memory + record(0, b''))
                peer.stdin.flush()
                os.read(peer.stdout.fileno(), 1)
            else:
                sys.stdout.write('xl migration receiver ready, send binary domain data.\\n')
                sys.stdout.flush()
                stream = sys.stdin.buffer
                header = stream.read(48)
                config = stream.read(struct.unpack('=I', header[44:])[0])
                same = stream.read(len(memory)) == memory and stream.read(8) == record(0, b'')
                with open(os.environ['DEEDS'], 'wb') as deeds:
                    deeds.write(config[4:] + b'\\n%d' % same)
                sys.stdout.write('domain received, ready to unpause\\0')
                sys.stdout.flush()
                os.read(0, 1)
            """;

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    /** One end, with its first line said. */
    private record End(Process process, BufferedReader said) {
        void say(String line) throws IOException {
            OutputStream input = process.getOutputStream();
            input.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            input.flush();
        }

        /** The next line that is not about progress; null at the end. */
        String hear() throws IOException {
            String line = said.readLine();
            while (line != null && line.startsWith("round ")) {
                line = said.readLine();
            }
            return line;
        }

        int await() throws InterruptedException {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        }
    }

    @BeforeAll
    static void needsPython() {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(one -> Files.isExecutable(Path.of(one, "python3"))),
                "python3 is not installed");
    }

    @BeforeEach
    void twoHosts() throws IOException {
        Path xl = Files.createDirectories(folder.resolve("bin")).resolve("xl");
        Files.writeString(xl, XL);
        Files.setPosixFilePermissions(xl, PosixFilePermissions.fromString("rwx------"));
        FakeXen.write(folder.resolve("python"), ID);
        Path guest = Files.createDirectories(folder.resolve("here/instances/" + ID));
        byte[] disk = new byte[DISK_BYTES];
        Arrays.fill(disk, DISK_BYTES / 2, DISK_BYTES / 2 + 10, (byte) 7);
        Files.write(guest.resolve("disk.raw"), disk);
        Files.writeString(guest.resolve("kernel"), "a kernel");
        Files.createLink(Files.createDirectories(folder.resolve("here/lent")).resolve(DIGEST), guest.resolve("kernel"));
        Files.writeString(guest.resolve("boot"), "kernel \nquiet");
        Path volumes = Files.createDirectories(folder.resolve("here/volumes"));
        Files.writeString(volumes.resolve(VOLUME + ".raw"), "a volume");
        Files.createSymbolicLink(volumes.resolve(VOLUME + ".owner"), Path.of(ID + ".xvdb"));
        Files.createDirectories(folder.resolve("there/volumes"));
        Files.createDirectories(folder.resolve("there/lent"));
        Files.createDirectories(folder.resolve("there/instances/" + ID));
        Files.writeString(folder.resolve("there/instances/" + ID + "/domain.cfg"), "the receiver's configuration");
    }

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    private End start(Command command, String root, String line) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Arguments.of(command, new Layout(folder.resolve(root).toString(), "/nowhere")));
        builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().put("PYTHONPATH", folder.resolve("python").toString());
        builder.environment().put("DEEDS", folder.resolve("deeds").toString());
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        started.add(process);
        End end = new End(process, process.inputReader(StandardCharsets.US_ASCII));
        end.say(line);
        return end;
    }

    private String identity(UUID host) throws IOException {
        CertificateAuthority authority =
                CertificateAuthority.open(folder.resolve("tls"), CertificateAuthority.LEAF_LIFE, Clock.systemUTC());
        CertificateAuthority.Leaf leaf = authority.host(host);
        return base64(authority.rootCertificate()) + " " + base64(leaf.certificate()) + " " + base64(leaf.key());
    }

    private static String base64(Path file) throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    }

    private End sender() throws IOException {
        return start(
                new Command.Send(3, INSTANCE, new Ipv4("127.0.0.1"), 0), "here", identity(SENDER) + " " + RECEIVER);
    }

    private End receiver(UUID as, UUID from, String port, String token) throws IOException {
        return start(
                new Command.Receive(INSTANCE), "there", identity(as) + " " + from + " 127.0.0.1 " + port + " " + token);
    }

    @Test
    void filesAndMemoryArrive() throws Exception {
        End sender = sender();
        String[] at = sender.hear().split(" ");
        End receiver = receiver(RECEIVER, SENDER, at[1], at[2]);
        String header = receiver.hear();
        assertThat(new String(
                                Base64.getDecoder().decode(header.substring("header ".length())),
                                StandardCharsets.US_ASCII)
                        .lines())
                .containsExactly(
                        Base64.getEncoder().encodeToString("kernel \nquiet".getBytes(StandardCharsets.US_ASCII)),
                        "disk " + DISK_BYTES,
                        "kernel 8 " + DIGEST,
                        "volume 8 " + VOLUME + " xvdb");
        receiver.say("go");
        assertThat(receiver.hear()).isEqualTo("files");
        assertThat(there("disk.raw")).hasSize(DISK_BYTES);
        receiver.say("go");
        assertThat(receiver.hear()).isEqualTo("memory kernel");
        assertThat(sender.hear()).startsWith("suspended ");
        assertThat(sender.hear()).startsWith("done ");
        assertThat(receiver.hear()).isEqualTo("ready");
        assertThat(sender.await()).isZero();
        assertThat(receiver.await()).isZero();

        for (String file :
                List.of("instances/" + ID + "/disk.raw", "instances/" + ID + "/kernel", "volumes/" + VOLUME + ".raw")) {
            assertThat(folder.resolve("there").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("here").resolve(file));
        }
        assertThat(folder.resolve("deeds")).hasContent("the receiver's configuration\n1");
    }

    /** Another instance of the same image is on the target already. */
    @Test
    void aBootFileThatIsThereIsNotSent() throws Exception {
        Files.writeString(folder.resolve("there/lent/" + DIGEST), "the same kernel, by its digest");
        End sender = sender();
        String[] at = sender.hear().split(" ");
        End receiver = receiver(RECEIVER, SENDER, at[1], at[2]);
        assertThat(receiver.hear()).startsWith("header ");
        receiver.say("go");
        assertThat(receiver.hear()).isEqualTo("files");
        receiver.say("go");
        assertThat(receiver.hear()).isEqualTo("memory");
        assertThat(receiver.hear()).isEqualTo("ready");
        assertThat(sender.await()).isZero();
        assertThat(there("kernel")).hasContent("the same kernel, by its digest");
        assertThat(there("disk.raw"))
                .hasSameBinaryContentAs(folder.resolve("here/instances/" + ID).resolve("disk.raw"));
    }

    private Path there(String file) {
        return folder.resolve("there/instances/" + ID).resolve(file);
    }

    @Test
    void onlyTheHostThatIsExpectedTakesTheGuest() throws Exception {
        End sender = sender();
        String[] at = sender.hear().split(" ");
        End receiver = receiver(STRANGER, SENDER, at[1], at[2]);
        assertThat(receiver.hear()).isNull();
        assertThat(sender.hear()).isNull();
        assertThat(sender.await()).isNotZero();
    }

    @Test
    void onlyTheHostThatOfferedItGivesTheGuest() throws Exception {
        End sender = sender();
        String[] at = sender.hear().split(" ");
        End receiver = receiver(RECEIVER, STRANGER, at[1], at[2]);
        assertThat(receiver.hear()).isNull();
        assertThat(receiver.await()).isNotZero();
        assertThat(sender.await()).isNotZero();
    }

    @Test
    void theTokenOfAnotherGuestIsNoUse() throws Exception {
        End sender = sender();
        String[] at = sender.hear().split(" ");
        End receiver = receiver(RECEIVER, SENDER, at[1], "0".repeat(at[2].length()));
        assertThat(receiver.hear()).isNull();
        assertThat(sender.await()).isNotZero();
    }

    /** An agent that dies takes its copy with it. */
    @Test
    void whoeverStartedItMustStay() throws Exception {
        End sender = sender();
        String[] at = sender.hear().split(" ");
        End receiver = receiver(RECEIVER, SENDER, at[1], at[2]);
        assertThat(receiver.hear()).startsWith("header ");
        sender.process().getOutputStream().close();
        assertThat(sender.await()).isNotZero();
        receiver.say("go");
        assertThat(receiver.hear()).isEqualTo("files");
        receiver.say("go");
        assertThat(receiver.hear()).isNull();
        assertThat(receiver.await()).isNotZero();
    }
}
