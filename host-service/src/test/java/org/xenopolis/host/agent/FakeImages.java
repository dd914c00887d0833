package org.xenopolis.host.agent;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.xenopolis.cluster.Digest;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.ManifestText;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.images.BlobChunk;
import org.xenopolis.contracts.images.CreateImageRequest;
import org.xenopolis.contracts.images.FetchBlobRequest;
import org.xenopolis.contracts.images.GetImageRequest;
import org.xenopolis.contracts.images.Image;
import org.xenopolis.contracts.images.ImageKind;
import org.xenopolis.contracts.images.ImageState;
import org.xenopolis.contracts.images.ImagesGrpc;
import org.xenopolis.contracts.images.Manifest;
import org.xenopolis.contracts.images.ManifestRequest;
import org.xenopolis.contracts.images.Part;
import org.xenopolis.contracts.images.PartRole;
import org.xenopolis.contracts.images.UploadChunk;
import org.xenopolis.kit.grpc.Replies;

/** Holds images in memory; can be made to serve wrong bytes. */
public final class FakeImages extends ImagesGrpc.ImagesImplBase {
    private final Map<String, Manifest> manifests = new ConcurrentHashMap<>();
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<String, Image> created = new ConcurrentHashMap<>();
    final AtomicInteger fetches = new AtomicInteger();
    final AtomicInteger uploads = new AtomicInteger();
    final Map<String, byte[]> uploaded = new ConcurrentHashMap<>();
    final AtomicInteger looksNeeded = new AtomicInteger();
    volatile String rejection = "";
    volatile boolean damaged;
    /** Answers with another manifest than the one that was asked for, and says that it is that one. */
    volatile boolean otherManifest;

    /** How many blobs were asked for. */
    public int fetches() {
        return fetches.get();
    }

    public void damage(boolean yes) {
        damaged = yes;
    }

    /** @return the digest of the manifest */
    public Digest add(String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        Digest blob = digest(bytes);
        blobs.put(blob.value(), bytes);
        Manifest manifest = Manifest.newBuilder()
                .setKind(ImageKind.DISK)
                .addParts(Part.newBuilder()
                        .setRole(PartRole.ROLE_DISK)
                        .setFormat("raw")
                        .setDigest(blob.value())
                        .setSizeBytes(bytes.length)
                        .setVirtualBytes(bytes.length))
                .build();
        Digest digest = digest(ManifestText.canonical(manifest));
        manifests.put(
                digest.value(),
                manifest.toBuilder().setManifestDigest(digest.value()).build());
        return digest;
    }

    static Digest digest(byte[] bytes) {
        try {
            return Digest.ofSha256(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void getManifest(ManifestRequest request, StreamObserver<Manifest> out) {
        Replies.reply(out, () -> {
            Manifest manifest = manifests.get(request.getManifestDigest());
            if (manifest == null) {
                throw Problem.of(ErrorKind.NOT_FOUND, "image-not-found", "No such image.")
                        .exception();
            }
            return otherManifest
                    ? manifest.toBuilder().setCommandLine("init=/bin/sh").build()
                    : manifest;
        });
    }

    @Override
    public void fetchBlob(FetchBlobRequest request, StreamObserver<BlobChunk> out) {
        fetches.incrementAndGet();
        Replies.stream(out, stream -> {
            byte[] bytes = blobs.getOrDefault(request.getDigest(), new byte[0]).clone();
            if (damaged) {
                bytes[0] ^= 1;
            }
            stream.onNext(
                    BlobChunk.newBuilder().setBytes(ByteString.copyFrom(bytes)).build());
        });
    }

    @Override
    public void createImage(CreateImageRequest request, StreamObserver<Image> out) {
        Replies.reply(out, () -> {
            Image pending = request.getImage().toBuilder()
                    .setState(ImageState.IMAGE_PENDING)
                    .build();
            Image known = created.putIfAbsent(pending.getId(), pending);
            return known == null ? pending : known;
        });
    }

    @Override
    public StreamObserver<UploadChunk> uploadPart(StreamObserver<Image> out) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String[] id = {""};
        return new StreamObserver<>() {
            @Override
            public void onNext(UploadChunk chunk) {
                id[0] = chunk.getImageId();
                bytes.writeBytes(chunk.getBytes().toByteArray());
            }

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onCompleted() {
                uploads.incrementAndGet();
                Image verifying = Image.newBuilder()
                        .setId(id[0])
                        .setState(ImageState.IMAGE_VERIFYING)
                        .addParts(Part.newBuilder().setSizeBytes(bytes.size()))
                        .build();
                created.put(id[0], verifying);
                uploaded.put(id[0], bytes.toByteArray());
                out.onNext(verifying);
                out.onCompleted();
            }
        };
    }

    /** Verification takes as many looks as {@link #looksNeeded} says, and ends as {@link #rejection} says. */
    @Override
    public void getImage(GetImageRequest request, StreamObserver<Image> out) {
        Replies.reply(
                out,
                () -> created.computeIfPresent(request.getImageId(), (id, image) -> {
                    if (image.getState() != ImageState.IMAGE_VERIFYING || looksNeeded.decrementAndGet() > 0) {
                        return image;
                    }
                    return rejection.isEmpty()
                            ? image.toBuilder()
                                    .setState(ImageState.IMAGE_READY)
                                    .setManifestDigest(
                                            digest(image.toByteArray()).value())
                                    .build()
                            : image.toBuilder()
                                    .setState(ImageState.IMAGE_REJECTED)
                                    .setRejection(rejection)
                                    .build();
                }));
    }
}
