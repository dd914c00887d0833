package org.xenopolis.host.images;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.xenopolis.cluster.Digest;
import org.xenopolis.contracts.ProblemStatus;
import org.xenopolis.contracts.images.FetchBlobRequest;
import org.xenopolis.contracts.images.ImagesGrpc;
import org.xenopolis.contracts.images.Manifest;
import org.xenopolis.contracts.images.ManifestRequest;
import org.xenopolis.contracts.images.Part;
import org.xenopolis.host.driver.DiskSource;

/**
 * One host's images, the least recently used ones dropped when there are more bytes than it may keep. Nothing here is
 * believed because somebody says so: a blob gets its name only after its bytes were hashed, and a manifest is used only
 * when its text has the digest that was asked for.
 */
public final class ImageCache implements ImageSource {
    private static final long CALL_SECONDS = 10;
    private static final long FETCH_SECONDS = 1_800;

    private final BlobStore blobs;
    private final Path index;
    private final long bytesMax;
    private final Supplier<ImagesGrpc.ImagesBlockingStub> store;
    /** In the order of use. */
    private final Map<Digest, Manifest> manifests = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param index where the host remembers what it has cached
     * @param store the image-store, without a deadline
     */
    public ImageCache(BlobStore blobs, Path index, long bytesMax, Supplier<ImagesGrpc.ImagesBlockingStub> store) {
        this.blobs = blobs;
        this.index = index;
        this.bytesMax = bytesMax;
        this.store = store;
        load();
    }

    @Override
    public DiskSource fetch(Digest manifestDigest) {
        try {
            Manifest manifest = manifest(manifestDigest);
            List<DiskSource.Part> parts = new ArrayList<>();
            for (Part part : manifest.getPartsList()) {
                Path file = blobs.get(Digest.of(part.getDigest()), into -> receive(part, into));
                parts.add(new DiskSource.Part(Manifests.role(part), part.getFormat(), file, part.getVirtualBytes()));
            }
            keep(manifestDigest, manifest);
            return new DiskSource(manifestDigest, parts, manifest.getCommandLine());
        } catch (StatusRuntimeException e) {
            throw ProblemStatus.toProblem(e).because(e);
        }
    }

    private Manifest manifest(Digest digest) {
        synchronized (manifests) {
            Manifest known = manifests.get(digest);
            if (known != null) {
                return known;
            }
        }
        return Manifests.require(
                digest,
                store.get()
                        .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                        .getManifest(ManifestRequest.newBuilder()
                                .setManifestDigest(digest.value())
                                .build()));
    }

    private void receive(Part part, FileChannel into) throws IOException {
        MessageDigest sha256 = Sha256.start();
        long received = 0;
        var chunks = store.get()
                .withDeadlineAfter(FETCH_SECONDS, TimeUnit.SECONDS)
                .fetchBlob(FetchBlobRequest.newBuilder()
                        .setDigest(part.getDigest())
                        .build());
        while (chunks.hasNext()) {
            ByteString bytes = chunks.next().getBytes();
            received += bytes.size();
            if (received > part.getSizeBytes()) {
                throw Manifests.corrupt();
            }
            for (var buffer : bytes.asReadOnlyByteBufferList()) {
                sha256.update(buffer.duplicate());
                while (buffer.hasRemaining()) {
                    into.write(buffer);
                }
            }
        }
        if (!Digest.ofSha256(sha256.digest()).value().equals(part.getDigest())) {
            throw Manifests.corrupt();
        }
    }

    private void keep(Digest digest, Manifest manifest) {
        synchronized (manifests) {
            if (manifests.get(digest) != null) {
                return;
            }
            manifests.put(digest, manifest);
            Manifests.blobs(manifest).forEach(blobs::use);
            Iterator<Map.Entry<Digest, Manifest>> oldest = manifests.entrySet().iterator();
            while (usedBytes() > bytesMax && oldest.hasNext()) {
                var image = oldest.next();
                // The one just fetched is about to be read, however large it is.
                if (!image.getKey().equals(digest)) {
                    List<Digest> dropped = Manifests.blobs(image.getValue());
                    oldest.remove();
                    dropped.forEach(blobs::release);
                }
            }
            save();
        }
    }

    private long usedBytes() {
        return manifests.values().stream()
                .flatMap(manifest -> manifest.getPartsList().stream())
                .mapToLong(Part::getSizeBytes)
                .sum();
    }

    @Override
    public List<Digest> cached() {
        synchronized (manifests) {
            return List.copyOf(manifests.keySet());
        }
    }

    private void load() {
        try {
            if (!Files.exists(index)) {
                return;
            }
            for (String line : Files.readAllLines(index)) {
                Manifest manifest = Manifest.parseFrom(HexFormat.of().parseHex(line));
                Digest digest = Digest.of(manifest.getManifestDigest());
                if (Manifests.isOf(digest, manifest)
                        && Manifests.blobs(manifest).stream().allMatch(blob -> Files.exists(blobs.file(blob)))) {
                    manifests.put(digest, manifest);
                    Manifests.blobs(manifest).forEach(blobs::use);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            // It is only a cache: what it does not know is fetched again.
            manifests.clear();
        }
    }

    private void save() {
        try {
            Files.write(
                    index,
                    manifests.values().stream()
                            .map(manifest -> HexFormat.of().formatHex(manifest.toByteArray()))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + index, e);
        }
    }
}
