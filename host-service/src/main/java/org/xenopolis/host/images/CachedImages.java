package org.xenopolis.host.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.Digest;
import org.xenopolis.contracts.images.Manifest;
import org.xenopolis.contracts.images.Part;

/**
 * Which images one host keeps. When they are more bytes than it may keep, the least recently used goes, but never one
 * that is in use; the bytes of one that is being fetched count from the beginning.
 */
final class CachedImages {
    private static final class Entry {
        private final Manifest manifest;
        private int users;
        private boolean whole;

        Entry(Manifest manifest) {
            this.manifest = manifest;
        }
    }

    private final BlobStore blobs;
    private final Path index;
    private final long bytesMax;
    /** In the order of use. */
    private final Map<Digest, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    CachedImages(BlobStore blobs, Path index, long bytesMax) {
        this.blobs = blobs;
        this.index = index;
        this.bytesMax = bytesMax;
        load();
    }

    synchronized @Nullable Manifest find(Digest digest) {
        Entry entry = entries.get(digest);
        return entry == null ? null : entry.manifest;
    }

    /** The image is in use until {@link #leave}, once for each call. */
    synchronized void enter(Digest digest, Manifest manifest) {
        Entry entry = entries.get(digest);
        if (entry == null) {
            entry = new Entry(manifest);
            entries.put(digest, entry);
            Manifests.blobs(manifest).forEach(blobs::use);
        }
        entry.users++;
        makeRoom();
    }

    /** All its files are here. */
    synchronized void whole(Digest digest) {
        Entry entry = require(digest);
        if (!entry.whole) {
            entry.whole = true;
            save();
        }
    }

    synchronized void leave(Digest digest) {
        Entry entry = require(digest);
        entry.users--;
        if (entry.users == 0 && !entry.whole) {
            entries.remove(digest);
            Manifests.blobs(entry.manifest).forEach(blobs::release);
        }
        makeRoom();
    }

    private Entry require(Digest digest) {
        Entry entry = entries.get(digest);
        if (entry == null) {
            throw new IllegalStateException(digest + " is not in use");
        }
        return entry;
    }

    private void makeRoom() {
        boolean dropped = false;
        Iterator<Entry> oldest = entries.values().iterator();
        while (bytes() > bytesMax && oldest.hasNext()) {
            Entry image = oldest.next();
            if (image.users == 0) {
                oldest.remove();
                Manifests.blobs(image.manifest).forEach(blobs::release);
                dropped = true;
            }
        }
        if (dropped) {
            save();
        }
    }

    private long bytes() {
        return entries.values().stream()
                .flatMap(entry -> entry.manifest.getPartsList().stream())
                .mapToLong(Part::getSizeBytes)
                .sum();
    }

    synchronized List<Digest> whole() {
        return entries.entrySet().stream()
                .filter(entry -> entry.getValue().whole)
                .map(Map.Entry::getKey)
                .toList();
    }

    private void load() {
        try {
            if (Files.exists(index)) {
                Files.readAllLines(index).forEach(this::load);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + index, e);
        }
    }

    private void load(String line) {
        try {
            Manifest manifest = Manifest.parseFrom(HexFormat.of().parseHex(line));
            Digest digest = Digest.of(manifest.getManifestDigest());
            boolean complete = Manifests.blobs(manifest).stream().allMatch(blob -> Files.exists(blobs.file(blob)));
            if (complete && Manifests.isOf(digest, manifest)) {
                Entry entry = new Entry(manifest);
                entry.whole = true;
                entries.put(digest, entry);
                Manifests.blobs(manifest).forEach(blobs::use);
            }
        } catch (IOException | IllegalArgumentException e) {
            // It is only a cache: what it does not know is fetched again.
        }
    }

    private void save() {
        try {
            Files.write(
                    index,
                    entries.values().stream()
                            .filter(entry -> entry.whole)
                            .map(entry -> HexFormat.of().formatHex(entry.manifest.toByteArray()))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + index, e);
        }
    }
}
