package org.xenopolis.images.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenopolis.cluster.Digest;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.deploy.engines.TestStack;
import org.xenopolis.images.ImageStack;
import org.xenopolis.images.Samples;
import org.xenopolis.store.Transactions;

/** Two image stores on one bucket and one database: they have nothing in common but those. */
@QuarkusTest
@QuarkusTestResource(ImageStack.class)
class SharedBucketTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** How often each of present and absent is looked at while the others work. */
    private static final int SIGHTS = 20;

    @TempDir
    Path folder;

    @Inject
    Transactions transactions;

    @Inject
    BlobRecords records;

    private final AtomicBoolean seenEnough = new AtomicBoolean();
    private final S3Place place = S3Place.fresh(TestStack.shared().s3());
    private final List<byte[]> contents =
            IntStream.range(0, 3).mapToObj(seed -> Samples.disk(4_096, seed)).toList();

    /** Nothing but the lock keeps the sweeping of one from removing what the other just stored and recorded. */
    @Test
    void whatIsRecordedIsThereWhoeverStoredAndWhoeverSwept() throws Exception {
        try (S3Bucket bucket = S3Bucket.of(place.settings());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> work = new ArrayList<>();
            for (int replica = 0; replica < 2; replica++) {
                Blobs blobs = replica(bucket);
                int seed = replica;
                work.add(threads.submit(() -> store(blobs, new SplittableRandom(seed))));
                work.add(threads.submit(() -> sweep(blobs)));
            }
            Looks looks = new Looks(bucket);
            long until = System.nanoTime() + Duration.ofMinutes(5).toNanos();
            try {
                while (!looks.enough() && System.nanoTime() - until < 0) {
                    looks.look();
                }
            } finally {
                seenEnough.set(true);
            }
            for (Future<?> done : work) {
                done.get(1, TimeUnit.MINUTES);
            }
            assertThat(looks.faults).isEmpty();
            assertThat(looks.recorded).isGreaterThanOrEqualTo(SIGHTS);
            assertThat(looks.unrecorded).isGreaterThanOrEqualTo(SIGHTS);
        }
    }

    /** Looks at one content at a time while nobody may store or sweep it. */
    private final class Looks {
        private final Blobs blobs;
        private final Exclusion exclusion = new SharedExclusion(transactions, PATIENCE);
        private final List<String> faults = new ArrayList<>();
        private int recorded;
        private int unrecorded;

        private boolean enough() {
            return recorded >= SIGHTS && unrecorded >= SIGHTS;
        }

        private Looks(S3Bucket bucket) {
            this.blobs = replica(bucket);
        }

        private void look() {
            for (byte[] content : contents) {
                Digest digest = ChunkDigests.of(content);
                exclusion.alone(digest.value(), () -> {
                    if (records.find(digest).isEmpty()) {
                        return ++unrecorded;
                    }
                    blobs.recheck(digest).ifPresent(faults::add);
                    return ++recorded;
                });
            }
        }
    }

    private Blobs replica(S3Bucket bucket) {
        return new Blobs(
                new S3BlobStore(bucket, place.keys(), folder, 1),
                records,
                new SharedExclusion(transactions, PATIENCE),
                Clock.systemUTC());
    }

    private void store(Blobs blobs, SplittableRandom random) {
        while (!seenEnough.get()) {
            try (StagedBlob staged = blobs.stage(1)) {
                staged.write(ByteBuffer.wrap(contents.get(random.nextInt(contents.size()))));
                blobs.keep(staged, staged.finish());
            }
        }
    }

    private void sweep(Blobs blobs) {
        while (!seenEnough.get()) {
            int ignored = blobs.sweep(Duration.ZERO);
            blobs.removeUnrecorded();
            blobs.reclaim(Duration.ofMinutes(-1), Duration.ofDays(1));
        }
    }

    @Test
    void oneAtATimeWorksUnderAName() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                // Each as if in a process of its own.
                Exclusion exclusion = new SharedExclusion(transactions, PATIENCE);
                all.add(threads.submit(() -> exclusion.alone("one", () -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    // A transaction of its own, as real work has.
                    assertThat(records.owner()).isNotNull();
                    return inside.decrementAndGet();
                })));
            }
            for (Future<Integer> done : all) {
                assertThat(done.get(1, TimeUnit.MINUTES)).isZero();
            }
        }
        assertThat(most).hasValue(1);
    }

    @Test
    void othersWorkUnderOtherNamesAndWhoWaitsTooLongIsTold() throws Exception {
        Exclusion first = new SharedExclusion(transactions, PATIENCE);
        Exclusion second = new SharedExclusion(transactions, Duration.ofMillis(50));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> holder = threads.submit(() -> first.alone("held", () -> {
                inside.countDown();
                awaited(go);
                return "done";
            }));
            assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();

            assertThat(second.alone("other", () -> "free")).isEqualTo("free");
            assertThatThrownBy(() -> second.alone("held", () -> "never"))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            busy -> assertThat(busy.problem().code()).isEqualTo("storage-busy"));

            go.countDown();
            assertThat(holder.get(30, TimeUnit.SECONDS)).isEqualTo("done");
            assertThat(second.alone("held", () -> "free again")).isEqualTo("free again");
        }
    }

    @Test
    void workThatFailsLetsGoAndItsFailureArrives() {
        Exclusion exclusion = new SharedExclusion(transactions, PATIENCE);

        assertThatThrownBy(() -> exclusion.alone("failing", () -> {
                    throw new IllegalStateException("as it was");
                }))
                .hasMessage("as it was");
        assertThat(exclusion.alone("failing", () -> 7)).isEqualTo(7);
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
