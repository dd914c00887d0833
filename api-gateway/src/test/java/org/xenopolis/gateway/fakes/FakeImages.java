package org.xenopolis.gateway.fakes;

import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.xenopolis.contracts.images.CreateImageRequest;
import org.xenopolis.contracts.images.GetImageRequest;
import org.xenopolis.contracts.images.Image;
import org.xenopolis.contracts.images.ImageState;
import org.xenopolis.contracts.images.ImagesGrpc;
import org.xenopolis.contracts.images.ImportPartRequest;
import org.xenopolis.contracts.images.ListImagesRequest;
import org.xenopolis.contracts.images.ListImagesResponse;
import org.xenopolis.contracts.images.Part;
import org.xenopolis.contracts.images.UploadChunk;
import org.xenopolis.kit.grpc.Replies;

/** The image store: an image is ready as soon as any part has arrived. */
public final class FakeImages extends ImagesGrpc.ImagesImplBase {
    private final Map<String, Image> images = new ConcurrentSkipListMap<>();

    @Override
    public void createImage(CreateImageRequest request, StreamObserver<Image> out) {
        Replies.reply(
                out,
                () -> images.computeIfAbsent(
                        request.getImage().getId(),
                        id -> request.getImage().toBuilder()
                                .setState(ImageState.IMAGE_PENDING)
                                .setGeneration(1)
                                .build()));
    }

    @Override
    public StreamObserver<UploadChunk> uploadPart(StreamObserver<Image> out) {
        return new StreamObserver<>() {
            private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            private String image = "";
            private String tenant = "";

            @Override
            public void onNext(UploadChunk chunk) {
                if (image.isEmpty()) {
                    image = chunk.getImageId();
                    tenant = chunk.getTenantId();
                }
                bytes.writeBytes(chunk.getBytes().toByteArray());
            }

            @Override
            public void onError(Throwable failure) {
                // Cut off: nothing was kept.
            }

            @Override
            public void onCompleted() {
                Replies.reply(out, () -> {
                    Image ready = visible(image, tenant).toBuilder()
                            .setState(ImageState.IMAGE_READY)
                            .setManifestDigest(digest(bytes.toByteArray()))
                            .clearParts()
                            .addParts(Part.newBuilder()
                                    .setDigest(digest(bytes.toByteArray()))
                                    .setSizeBytes(bytes.size())
                                    .setVirtualBytes(bytes.size()))
                            .build();
                    images.put(ready.getId(), ready);
                    return ready;
                });
            }
        };
    }

    @Override
    public void importPart(ImportPartRequest request, StreamObserver<Image> out) {
        Replies.reply(out, () -> visible(request.getImageId(), request.getTenantId()));
    }

    @Override
    public void getImage(GetImageRequest request, StreamObserver<Image> out) {
        Replies.reply(out, () -> visible(request.getImageId(), request.getTenantId()));
    }

    @Override
    public void listImages(ListImagesRequest request, StreamObserver<ListImagesResponse> out) {
        Replies.reply(
                out,
                () -> ListImagesResponse.newBuilder()
                        .addAllImages(images.values().stream()
                                .filter(image -> image.getTenantId().equals(request.getTenantId()))
                                .toList())
                        .build());
    }

    @Override
    public void deleteImage(GetImageRequest request, StreamObserver<Image> out) {
        Replies.reply(out, () -> {
            Image image = visible(request.getImageId(), request.getTenantId());
            images.remove(image.getId());
            return image;
        });
    }

    private Image visible(String id, String tenant) {
        Image image = images.get(id);
        if (image == null || !image.getTenantId().equals(tenant)) {
            throw FakeInstances.notFound("image");
        }
        return image;
    }

    private static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
