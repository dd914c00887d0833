package org.xenopolis.host.images;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
 * One host's images. Nothing here is believed because somebody says so: a blob gets its name only after its bytes were
 * hashed, and a manifest is used only when its text has the digest that was asked for. What is kept is bounded, see
 * {@link CachedImages}.
 */
public final class ImageCache implements ImageSource {
    private static final long CALL_SECONDS = 10;
    private static final long FETCH_SECONDS = 1_800;

    private final BlobStore blobs;
    private final CachedImages images;
    private final Supplier<ImagesGrpc.ImagesBlockingStub> store;

    /**
     * @param index where the host remembers what it has cached
     * @param bytesMax how much it keeps; more only while images that are in use need it
     * @param store the image-store, without a deadline
     */
    public ImageCache(BlobStore blobs, Path index, long bytesMax, Supplier<ImagesGrpc.ImagesBlockingStub> store) {
        this.blobs = blobs;
        this.images = new CachedImages(blobs, index, bytesMax);
        this.store = store;
    }

    @Override
    public void with(Digest digest, Consumer<DiskSource> work) {
        Manifest manifest = manifest(digest);
        images.enter(digest, manifest);
        try {
            DiskSource source = fetch(digest, manifest);
            images.whole(digest);
            work.accept(source);
        } finally {
            images.leave(digest);
        }
    }

    private Manifest manifest(Digest digest) {
        Manifest known = images.find(digest);
        if (known != null) {
            return known;
        }
        try {
            return Manifests.require(
                    digest,
                    store.get()
                            .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                            .getManifest(ManifestRequest.newBuilder()
                                    .setManifestDigest(digest.value())
                                    .build()));
        } catch (StatusRuntimeException e) {
            throw ProblemStatus.toProblem(e).because(e);
        }
    }

    private DiskSource fetch(Digest digest, Manifest manifest) {
        try {
            List<DiskSource.Part> parts = new ArrayList<>();
            for (Part part : manifest.getPartsList()) {
                Digest content = Digest.of(part.getDigest());
                Path file = blobs.get(content, into -> receive(part, into));
                parts.add(new DiskSource.Part(
                        Manifests.role(part), part.getFormat(), file, content, part.getVirtualBytes()));
            }
            return new DiskSource(
                    digest, parts, manifest.getCommandLine(), Manifests.wish(manifest), Manifests.bootFacts(manifest));
        } catch (StatusRuntimeException e) {
            throw ProblemStatus.toProblem(e).because(e);
        }
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

    @Override
    public List<Digest> cached() {
        return images.whole();
    }
}
