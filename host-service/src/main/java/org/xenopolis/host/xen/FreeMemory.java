package org.xenopolis.host.xen;

import java.time.Duration;
import java.util.List;
import org.xenopolis.host.driver.DomainConfig;
import org.xenopolis.host.xen.dom0.Ask;
import org.xenopolis.host.xen.dom0.Dom0;
import org.xenopolis.host.xen.dom0.Dom0Exception;

/**
 * What the hypervisor itself has left, asked before a domain is promised. xl then claims it, so that two builds at once
 * cannot both begin with the same memory; the question spares the one that would lose its work.
 */
final class FreeMemory {
    /** A domain that has just ended gives its last pages back a little later. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final long MEBIBYTE = 1L << 20;
    /** Of a domain that hardware helps: tables, by size and by vCPU (libxl_get_required_paging_memory), and Xen's own. */
    private static final long TABLES_PART = 128;

    private static final long OWN_BYTES = 4 * MEBIBYTE;

    private final Dom0 dom0;

    FreeMemory(Dom0 dom0) {
        this.dom0 = dom0;
    }

    /** @param vcpusMax that it can have while it runs */
    static long needBytes(DomainConfig config, int vcpusMax) {
        long bytes = config.memory().bytes();
        return bytes + bytes / TABLES_PART + vcpusMax * MEBIBYTE + OWN_BYTES;
    }

    /** @throws org.xenopolis.contracts.ProblemException NO_CAPACITY */
    void require(long bytes) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (unclaimedBytes() < bytes) {
            if (System.nanoTime() - deadline > 0) {
                throw Refusals.noRoom("The host has no memory left for this instance.");
            }
            rest();
        }
    }

    private long unclaimedBytes() {
        List<String> answer = dom0.ask(new Ask.Free());
        String[] words = answer.isEmpty() ? new String[0] : answer.getFirst().split("\t");
        try {
            return (Long.parseLong(words[0]) - Long.parseLong(words[1])) << 10;
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new Dom0Exception("free memory in another form than ours", e);
        }
    }

    private static void rest() {
        try {
            Thread.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
