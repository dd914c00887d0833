package org.xenopolis.host.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenopolis.host.journal.Journal;
import org.xenopolis.host.journal.record.GuestLifeName;
import org.xenopolis.host.journal.record.GuestRecord;
import org.xenopolis.host.journal.record.JournalRecord;
import org.xenopolis.host.journal.record.LeaseRecord;

class PaceTest {
    private static final Duration EVER = Duration.ofDays(1);

    @TempDir
    Path folder;

    private Journal journal;

    @BeforeEach
    void open() {
        journal = Journal.open(folder.resolve("journal"));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private static FutureTask<Boolean> resting(Pace pace) {
        FutureTask<Boolean> rest = new FutureTask<>(() -> {
            pace.rest();
            return true;
        });
        Thread.ofVirtual().start(rest);
        return rest;
    }

    private static boolean ends(FutureTask<Boolean> rest) throws Exception {
        return rest.get(60, TimeUnit.SECONDS);
    }

    private static boolean endsSoon(FutureTask<Boolean> rest) throws InterruptedException, ExecutionException {
        try {
            return rest.get(200, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        }
    }

    private void guest(GuestLifeName life) {
        journal.step(state -> JournalRecord.newBuilder()
                .addGuests(GuestRecord.newBuilder()
                        .setInstanceId(UUID.randomUUID().toString())
                        .setEpoch(1)
                        .setLife(life))
                .build());
    }

    @Test
    void anEmptyHostIsLeftAloneUntilSomethingComes() throws Exception {
        Pace pace = new Pace(journal, Duration.ofMillis(10), EVER, Duration.ZERO);
        FutureTask<Boolean> rest = resting(pace);
        journal.renew(LeaseRecord.newBuilder().setEpoch(1).build());
        assertThat(endsSoon(rest)).isFalse();

        guest(GuestLifeName.ACTIVE);

        assertThat(ends(rest)).isTrue();
        assertThat(ends(resting(pace))).isTrue();
    }

    @Test
    void oneThatWasJustEmptiedIsLookedAfterForAWhile() throws Exception {
        Pace pace = new Pace(journal, Duration.ofMillis(10), EVER, Duration.ofMinutes(1));
        guest(GuestLifeName.GONE);
        assertThat(ends(resting(pace))).isTrue();
    }

    @Test
    void stepsDoNotMakeABusyAgentBusier() throws Exception {
        Pace pace = new Pace(journal, EVER, EVER, Duration.ofMinutes(1));
        FutureTask<Boolean> rest = resting(pace);
        guest(GuestLifeName.ACTIVE);
        assertThat(endsSoon(rest)).isFalse();
        rest.cancel(true);
    }
}
