package org.xenopolis.images.api;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.contracts.images.BlobChunk;
import org.xenopolis.contracts.images.CreateImageRequest;
import org.xenopolis.contracts.images.FetchBlobRequest;
import org.xenopolis.contracts.images.GetImageRequest;
import org.xenopolis.contracts.images.Image;
import org.xenopolis.contracts.images.ImagesGrpc.ImagesImplBase;
import org.xenopolis.contracts.images.ImportPartRequest;
import org.xenopolis.contracts.images.ListImagesRequest;
import org.xenopolis.contracts.images.ListImagesResponse;
import org.xenopolis.contracts.images.Manifest;
import org.xenopolis.contracts.images.ManifestRequest;
import org.xenopolis.contracts.images.UploadChunk;
import org.xenopolis.images.catalog.Catalog;
import org.xenopolis.images.catalog.Wire;
import org.xenopolis.images.transfer.Fetches;
import org.xenopolis.images.transfer.Imports;
import org.xenopolis.images.transfer.Uploads;
import org.xenopolis.images.verify.Verification;
import org.xenopolis.kit.grpc.Replies;

@ApplicationScoped
@Unremovable
class ImagesEndpoint extends ImagesImplBase {
    private final Catalog catalog;
    private final Uploads uploads;
    private final Imports imports;
    private final Fetches fetches;
    private final Verification verification;
    private final Clock clock;

    ImagesEndpoint(
            Catalog catalog,
            Uploads uploads,
            Imports imports,
            Fetches fetches,
            Verification verification,
            Clock clock) {
        this.catalog = catalog;
        this.uploads = uploads;
        this.imports = imports;
        this.fetches = fetches;
        this.verification = verification;
        this.clock = clock;
    }

    @Override
    public void createImage(CreateImageRequest request, StreamObserver<Image> out) {
        Replies.reply(out, () -> answer(catalog.create(Requests.image(request.getImage(), clock.instant()))));
    }

    @Override
    public StreamObserver<UploadChunk> uploadPart(StreamObserver<Image> out) {
        return new UploadStream(uploads, this::answer, out);
    }

    @Override
    public void importPart(ImportPartRequest request, StreamObserver<Image> out) {
        Replies.reply(
                out,
                () -> answer(imports.start(
                        new Uploads.Target(
                                Requests.imageId(request.getImageId()),
                                Requests.asking(request.getTenantId()),
                                Requests.role(request.getRole()),
                                Requests.expectedDigest(request.getExpectedDigest())),
                        request.getUrl())));
    }

    @Override
    public void getImage(GetImageRequest request, StreamObserver<Image> out) {
        Replies.reply(out, () -> answer(catalog.visible(Requests.imageId(request.getImageId()), asking(request))));
    }

    @Override
    public void listImages(ListImagesRequest request, StreamObserver<ListImagesResponse> out) {
        Replies.reply(
                out,
                () -> ListImagesResponse.newBuilder()
                        .addAllImages(catalog
                                .page(
                                        Requests.asking(request.getTenantId()),
                                        Requests.project(request.getProjectId()),
                                        Requests.after(request.getPage()),
                                        Requests.limit(request.getPage()))
                                .stream()
                                .map(this::answer)
                                .toList())
                        .build());
    }

    @Override
    public void deleteImage(GetImageRequest request, StreamObserver<Image> out) {
        Replies.reply(out, () -> answer(catalog.delete(Requests.imageId(request.getImageId()), asking(request))));
    }

    @Override
    public void getManifest(ManifestRequest request, StreamObserver<Manifest> out) {
        Replies.reply(out, () -> {
            Digest digest = Requests.digest("manifest_digest", request.getManifestDigest());
            return Wire.manifest(digest, catalog.manifest(digest));
        });
    }

    @Override
    public void fetchBlob(FetchBlobRequest request, StreamObserver<BlobChunk> out) {
        try {
            Digest digest = Requests.digest("digest", request.getDigest());
            FetchStream.run(fetches.begin(digest, request.getOffset()), (ServerCallStreamObserver<BlobChunk>) out);
        } catch (RuntimeException e) {
            out.onError(Replies.statusOf(e));
        }
    }

    @Override
    public void verifyImage(GetImageRequest request, StreamObserver<Image> out) {
        Replies.reply(
                out,
                () -> answer(verification.recheck(
                        catalog.changeable(Requests.imageId(request.getImageId()), asking(request)))));
    }

    private static Optional<TenantId> asking(GetImageRequest request) {
        return Requests.asking(request.getTenantId());
    }

    private Image answer(org.xenopolis.images.core.Image image) {
        return Wire.image(image, role -> imports.receivedBytes(image.id(), role));
    }
}
