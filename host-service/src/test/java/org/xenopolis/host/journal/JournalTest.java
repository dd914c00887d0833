package org.xenopolis.host.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.contracts.usage.UsageBody;
import org.xenopolis.contracts.usage.UsageLine;
import org.xenopolis.host.core.HashChain;
import org.xenopolis.host.journal.record.BegunRecord;
import org.xenopolis.host.journal.record.DoneRecord;
import org.xenopolis.host.journal.record.GuestLifeName;
import org.xenopolis.host.journal.record.GuestRecord;
import org.xenopolis.host.journal.record.JournalRecord;
import org.xenopolis.host.journal.record.LeaseRecord;
import org.xenopolis.host.journal.record.MigrationRecord;
import org.xenopolis.host.journal.record.OpenLineRecord;

class JournalTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    static IntStream seeds() {
        return IntStream.range(0, 6);
    }

    /** Everything a state says, in a form that can be compared. */
    private static List<String> said(Journal journal) {
        return journal.read(state -> {
            List<String> said = new ArrayList<>();
            said.add(state.lease().toString());
            said.addAll(state.begun().stream().map(Object::toString).sorted().toList());
            said.addAll(state.guests().stream().map(Object::toString).sorted().toList());
            said.addAll(
                    state.migrations().stream().map(Object::toString).sorted().toList());
            said.addAll(
                    state.openLines().stream().map(Object::toString).sorted().toList());
            said.addAll(state.unshipped(10_000).stream().map(Object::toString).toList());
            for (int i = 0; i < 8; i++) {
                said.add("answer " + state.answer("c" + i));
                said.add("guest " + state.guest("i" + i));
            }
            said.add(state.sequence() + " " + Arrays.toString(state.lastHash()) + " " + state.shippedThrough());
            return said;
        });
    }

    private static JournalRecord random(SplittableRandom random, JournalState state) {
        JournalRecord.Builder record = JournalRecord.newBuilder();
        String instance = "i" + random.nextInt(8);
        String command = "c" + random.nextInt(8);
        switch (random.nextInt(7)) {
            case 0 ->
                record.addBegun(BegunRecord.newBuilder().setCommandId(command).setInstanceId(instance));
            case 1 ->
                record.addDone(DoneRecord.newBuilder()
                        .setCommandId(command)
                        .setInstanceId(instance)
                        .setReply(ByteString.copyFromUtf8("r" + random.nextInt())));
            case 2 ->
                record.addGuests(GuestRecord.newBuilder()
                        .setInstanceId(instance)
                        .setEpoch(random.nextInt(100))
                        .setLife(GuestLifeName.forNumber(random.nextInt(5))));
            case 3 ->
                record.addMigrations(MigrationRecord.newBuilder()
                        .setMigrationId("m" + random.nextInt(5))
                        .setInstanceId(instance)
                        .setPhase(random.nextInt(1, 7)));
            case 4 ->
                record.addOpened(
                        OpenLineRecord.newBuilder().setInstanceId(instance).setCpuNanos(random.nextInt(1_000)));
            case 5 -> record.addClosed(line(state)).addClosedInstances(instance);
            default -> record.setShippedThrough(random.nextLong(state.sequence() + 1));
        }
        return record.build();
    }

    private static ByteString line(JournalState state) {
        ByteString body = UsageBody.newBuilder()
                .setSequence(state.sequence() + 1)
                .setInstanceId("i")
                .build()
                .toByteString();
        return UsageLine.newBuilder()
                .setBody(body)
                .setHash(ByteString.copyFrom(HashChain.next(state.lastHash(), body.toByteArray())))
                .build()
                .toByteString();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aRestartAtAnyByteIsTheStateAfterTheLastWholeStep(int seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Path path = folder.resolve("journal");
        List<List<String>> after = new ArrayList<>();
        List<Long> sizes = new ArrayList<>();
        try (Journal journal = Journal.open(path)) {
            after.add(said(journal));
            sizes.add(0L);
            for (int i = 0; i < 12; i++) {
                journal.step(state -> random(random, state));
                journal.sync();
                after.add(said(journal));
                sizes.add(Files.size(path));
            }
        }
        byte[] bytes = Files.readAllBytes(path);
        Path torn = folder.resolve("torn");
        int steps = 0;
        for (int cut = 0; cut <= bytes.length; cut++) {
            while (steps + 1 < sizes.size() && sizes.get(steps + 1) <= cut) {
                steps++;
            }
            Files.write(torn, Arrays.copyOf(bytes, cut));
            try (Journal journal = Journal.open(torn)) {
                assertThat(said(journal)).as("cut at %d", cut).isEqualTo(after.get(steps));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void rewritingForgetsNothing(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SplittableRandom same = new SplittableRandom(seed);
        try (Journal small = Journal.open(folder.resolve("small"), 500);
                Journal large = Journal.open(folder.resolve("large"))) {
            for (int i = 0; i < 300; i++) {
                small.step(state -> random(random, state));
                large.step(state -> random(same, state));
            }
            assertThat(said(small)).isEqualTo(said(large));
        }
        try (Journal small = Journal.open(folder.resolve("small"));
                Journal large = Journal.open(folder.resolve("large"))) {
            assertThat(said(small)).isEqualTo(said(large));
        }
    }

    @Test
    void manyWritersAreAllDurableAndShareSyncs() {
        Path path = folder.resolve("shared");
        List<String> commands = IntStream.range(0, 500)
                .mapToObj(i -> UUID.randomUUID().toString())
                .toList();
        try (Journal journal = Journal.open(path);
                ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            commands.forEach(command -> writers.submit(() -> journal.stepAndSync(state -> JournalRecord.newBuilder()
                    .addBegun(BegunRecord.newBuilder().setCommandId(command))
                    .build())));
            writers.shutdown();
            assertThat(writers.awaitTermination(1, java.util.concurrent.TimeUnit.MINUTES))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        try (Journal journal = Journal.open(path)) {
            assertThat(journal.read(state -> List.copyOf(state.begun())).size()).isEqualTo(500);
        }
    }

    @Test
    void whoWaitsForWorkIsLeftAloneByLeasesAndWokenByAGuest() throws InterruptedException {
        try (Journal journal = Journal.open(folder.resolve("waited"))) {
            Thread waiting = waitForWork(journal);
            journal.step(state -> JournalRecord.newBuilder()
                    .setLease(LeaseRecord.newBuilder().setEpoch(1))
                    .build());
            assertThat(waiting.isAlive()).isTrue();
            journal.step(state -> guest(GuestLifeName.ACTIVE));
            // Even if it is gone again before the one who waits has looked.
            journal.step(state -> guest(GuestLifeName.GONE));
            assertThat(waiting.join(PATIENCE)).isTrue();
        }
    }

    @Test
    void nobodyWaitsForWorkThatIsThere() throws InterruptedException {
        try (Journal journal = Journal.open(folder.resolve("busy"))) {
            journal.step(state -> guest(GuestLifeName.ACTIVE));
            journal.awaitWork(Duration.ofDays(1));
            journal.step(state -> guest(GuestLifeName.GONE));
            journal.awaitWork(Duration.ofMillis(1));
        }
    }

    /** Returns when it waits. */
    private static Thread waitForWork(Journal journal) {
        Thread thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                journal.awaitWork(Duration.ofDays(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            assertThat(System.nanoTime()).isLessThan(until);
            Thread.onSpinWait();
        }
        return thread;
    }

    private static JournalRecord guest(GuestLifeName life) {
        return JournalRecord.newBuilder()
                .addGuests(
                        GuestRecord.newBuilder().setInstanceId("i").setEpoch(1).setLife(life))
                .build();
    }
}
