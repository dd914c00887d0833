package org.xenopolis.host.agent;

import java.util.List;
import org.xenopolis.contracts.agent.MigrationPhase;
import org.xenopolis.host.core.CopyForecast;
import org.xenopolis.host.core.MigrationLine;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.driver.HypervisorDriver;
import org.xenopolis.host.journal.MigrationPhases;
import org.xenopolis.host.journal.record.MigrationRecord;

/** What migrations from here will take, learned from the last ones in the journal. */
final class CopyForecasts {
    /** So many say what is usual; older ones were perhaps on other terms. */
    private static final int PAST_MAX = 9;

    private final HypervisorDriver driver;
    private final MigrationLog log;

    CopyForecasts(HypervisorDriver driver, MigrationLog log) {
        this.driver = driver;
        this.log = log;
    }

    /** Fills in what is foretold, and what it will be judged by. */
    MigrationRecord foretell(MigrationRecord.Builder record, Domain domain) {
        long memoryBytes = domain.memory().bytes();
        long diskBytes = driver.diskHeldBytes(domain);
        long dirty = driver.dirtyBytesPerSecond(domain.domid());
        MigrationLine line = MigrationLine.learned(driver.describe().linkBytesPerSecond(), past());
        CopyForecast forecast = CopyForecast.of(diskBytes, memoryBytes, dirty, line);
        return record.setPredictedCopyNanos(forecast.copyNanos())
                .setPredictedPauseNanos(forecast.pauseNanos())
                .setPredictedRestNanos(forecast.restNanos())
                .setFirstBytes(diskBytes + memoryBytes)
                .setDirtyBytesPerSecond(dirty)
                .build();
    }

    private List<MigrationLine.Sent> past() {
        List<MigrationRecord> sent = log.sent().stream()
                .filter(record -> MigrationPhases.of(record) == MigrationPhase.COMPLETED && record.getPauseNanos() > 0)
                .toList();
        return sent.subList(Math.max(0, sent.size() - PAST_MAX), sent.size()).stream()
                .map(record -> new MigrationLine.Sent(
                        record.getCopiedBytes(),
                        record.getFirstBytes(),
                        record.getCopyNanos(),
                        record.getDirtyBytesPerSecond(),
                        record.getPauseNanos(),
                        record.getPredictedRestNanos()))
                .toList();
    }
}
