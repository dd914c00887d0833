package org.xenopolis.deploy.engines;

import java.nio.file.Path;
import java.time.Duration;

/** One engine: what it needs on disk, how it is started, and how to tell that it answers. */
public interface Engine {
    String name();

    /** Whether the program itself is unpacked. */
    boolean isInstalled();

    /** Unpacks the program; once per version and machine, so this may take a while the first time. */
    void install();

    /** Makes what the process needs on disk. Repeatable; a half-done earlier attempt does no harm. */
    void prepare();

    LaunchPlan launchPlan();

    /** One probe, no waiting: whether the engine answers its own protocol. */
    boolean isReady();

    /** Prepares and starts the engine and waits until it answers. */
    default EngineProcess start(Path log, Duration patience, EngineProcess.Lifetime lifetime) {
        prepare();
        EngineProcess process = EngineProcess.start(name(), launchPlan(), log, lifetime);
        process.awaitReady(this::isReady, patience);
        return process;
    }
}
