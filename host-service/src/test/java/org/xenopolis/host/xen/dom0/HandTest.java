package org.xenopolis.host.xen.dom0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.VolumeId;

/** The hand itself, with a hypervisor that is two lists in files. */
class HandTest {
    private static final String ID = "0190f5fe-7c21-7000-8000-0123456789ab";
    private static final InstanceId INSTANCE = InstanceId.of(ID);
    private static final VolumeId VOLUME = VolumeId.of(ID);

    @TempDir
    Path folder;

    @BeforeAll
    static void needsPython() {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(one -> Files.isExecutable(Path.of(one, "python3"))),
                "python3 is not installed");
    }

    @BeforeEach
    void fakeBindings() throws IOException {
        Path low = Files.createDirectories(folder.resolve("python/xen/lowlevel"));
        Files.writeString(folder.resolve("python/xen/__init__.py"), "");
        Files.writeString(low.resolve("__init__.py"), "");
        Files.writeString(low.resolve("xc.py"), """
                import os
                class xc:
                    def domain_getinfo(self, first=0, most=1024):
                        return [dict(domid=d, dying=0, shutdown=0, paused=0, hvm=1, shutdown_reason=255, cpu_time=5,
                                     mem_kb=1024, maxmem_kb=2048, online_vcpus=1, max_vcpu_id=1)
                                for d in (0, 3) if d >= first][:most]
                    def domain_shutdown(self, domid, reason):
                        with open(os.environ['DEEDS'], 'a') as deeds:
                            deeds.write('shutdown %d %d\\n' % (domid, reason))
                """);
        Files.writeString(low.resolve("xs.py"), """
                class xs:
                    def read(self, transaction, path):
                        return {'/local/domain/3/name': b'v-%s', '/local/domain/3/memory/target': b'1024'}.get(path)
                    def ls(self, transaction, path):
                        return []
                """.formatted(ID));
    }

    private Process hand() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Arguments.of(
                new Command.Hand(),
                new Layout(
                        folder.resolve("root").toString(), folder.resolve("run").toString())));
        builder.environment().put("PYTHONPATH", folder.resolve("python").toString());
        builder.environment().put("DEEDS", folder.resolve("deeds").toString());
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** What it answers to all of them, before its line ends. */
    private List<String> ask(Stream<List<String>> asks) throws Exception {
        Process hand = hand();
        try (OutputStream out = hand.getOutputStream()) {
            out.write(Arguments.HAND);
            for (List<String> words : asks.toList()) {
                out.write((String.join("\t", words) + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        }
        List<String> answers = new String(hand.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                .lines()
                .toList();
        assertThat(hand.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return answers;
    }

    private List<String> ask(Ask... asks) throws Exception {
        return ask(Stream.of(asks).map(Ask::words));
    }

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
                .containsOnlyOnce("instance\t" + ID + "\t8192\t-")
                .containsOnlyOnce("volume\t" + ID + "\t512\t" + ID + "\txvdc")
                .contains("domain\t3\th\t255\t5\t1024\t2048\t1024\t1\t2\tv-" + ID)
                .noneMatch(line -> line.startsWith("!"));
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
                List.of("loop", "disk", "/dev/vda"));
        assertThat(ask(hostile.stream())).hasSameSizeAs(hostile).allMatch(line -> line.startsWith("! "));
        assertThat(folder.resolve("deeds")).doesNotExist();
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
