package org.xenopolis.host.agent;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** One lock per key, kept only while somebody holds it or waits for it. */
final class KeyedLocks {
    private static final class Entry {
        private final ReentrantLock lock = new ReentrantLock();
        private int users;
    }

    private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();

    <T> T with(String key, Supplier<T> work) {
        Entry entry = entries.compute(key, (k, known) -> {
            Entry used = known == null ? new Entry() : known;
            used.users++;
            return used;
        });
        entry.lock.lock();
        try {
            return work.get();
        } finally {
            entry.lock.unlock();
            entries.computeIfPresent(key, (k, known) -> --known.users == 0 ? null : known);
        }
    }

    /** Whether somebody is at that key, or waits for it. */
    boolean isHeld(String key) {
        return entries.containsKey(key);
    }

    /** Does the work if nobody is at that key, and says whether it did. */
    boolean tryWith(String key, Runnable work) {
        Entry fresh = new Entry();
        fresh.users = 1;
        fresh.lock.lock();
        try {
            if (entries.putIfAbsent(key, fresh) != null) {
                return false;
            }
            try {
                work.run();
                return true;
            } finally {
                entries.computeIfPresent(key, (k, known) -> --known.users == 0 ? null : known);
            }
        } finally {
            fresh.lock.unlock();
        }
    }
}
