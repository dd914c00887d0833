package org.xenopolis.images;

import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.xenopolis.contracts.images.BlobChunk;
import org.xenopolis.contracts.images.FetchBlobRequest;
import org.xenopolis.contracts.images.Image;
import org.xenopolis.contracts.images.ImagesGrpc;
import org.xenopolis.contracts.images.ImagesGrpc.ImagesBlockingStub;
import org.xenopolis.contracts.images.PartRole;
import org.xenopolis.contracts.images.UploadChunk;
import org.xenopolis.kit.grpc.Peers;
import org.xenopolis.kit.grpc.TlsFiles;

/** The gateway, the scheduler and an agent as the image store sees them: over real mutual TLS. */
final class Callers implements AutoCloseable {
    static final UUID HOST = new UUID(0x0192_0000_0000_7000L, 0x8000_0000_0000_0001L);
    private static final int SECONDS = 60;
    private static final int MESSAGE_BYTES = 256 << 10;

    private final Path tls;
    private final String address;
    private final List<Peers> peers = new ArrayList<>();

    Callers(Path tls, int port) {
        this.tls = tls;
        this.address = "localhost:" + port;
    }

    ImagesBlockingStub service(String name) {
        return ImagesGrpc.newBlockingStub(channel("svc/" + name)).withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
    }

    ImagesBlockingStub gateway() {
        return service("api-gateway");
    }

    ImagesBlockingStub host() {
        return ImagesGrpc.newBlockingStub(channel("host/" + HOST)).withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
    }

    private Channel channel(String identity) {
        Peers made = new Peers(new TlsFiles(tls, identity));
        peers.add(made);
        return made.service("image-store", address);
    }

    /** Sends all bytes; the answer, or what the call failed with. */
    Image upload(String image, String tenant, PartRole role, byte[] bytes, String expectedDigest) {
        CompletableFuture<Image> answer = new CompletableFuture<>();
        StreamObserver<UploadChunk> out = openUpload(answer);
        send(out, image, tenant, role, bytes, expectedDigest);
        out.onCompleted();
        return await(answer);
    }

    StreamObserver<UploadChunk> openUpload(CompletableFuture<Image> answer) {
        return ImagesGrpc.newStub(channel("svc/api-gateway"))
                .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
                .uploadPart(new StreamObserver<>() {
                    @Override
                    public void onNext(Image image) {
                        answer.complete(image);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        answer.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {
                        answer.completeExceptionally(new IllegalStateException("no answer"));
                    }
                });
    }

    static void send(
            StreamObserver<UploadChunk> out,
            String image,
            String tenant,
            PartRole role,
            byte[] bytes,
            String expectedDigest) {
        out.onNext(UploadChunk.newBuilder()
                .setImageId(image)
                .setTenantId(tenant)
                .setRole(role)
                .setExpectedDigest(expectedDigest)
                .build());
        for (int at = 0; at < bytes.length; at += MESSAGE_BYTES) {
            out.onNext(UploadChunk.newBuilder()
                    .setBytes(com.google.protobuf.ByteString.copyFrom(
                            bytes, at, Math.min(MESSAGE_BYTES, bytes.length - at)))
                    .build());
        }
    }

    static Image await(CompletableFuture<Image> answer) {
        try {
            return answer.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (RuntimeException) e.getCause();
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] fetch(String digest, long offset) {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        Iterator<BlobChunk> chunks = host().fetchBlob(FetchBlobRequest.newBuilder()
                .setDigest(digest)
                .setOffset(offset)
                .build());
        chunks.forEachRemaining(chunk -> {
            if (chunk.getOffset() != offset + all.size()) {
                throw new IllegalStateException("a chunk is missing before " + chunk.getOffset());
            }
            all.writeBytes(chunk.getBytes().toByteArray());
        });
        return all.toByteArray();
    }

    @Override
    public void close() {
        peers.forEach(Peers::close);
    }
}
