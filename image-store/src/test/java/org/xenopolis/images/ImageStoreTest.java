package org.xenopolis.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenopolis.cluster.Digest;
import org.xenopolis.contracts.ManifestText;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemStatus;
import org.xenopolis.contracts.facts.ImageFact;
import org.xenopolis.contracts.images.BootFact;
import org.xenopolis.contracts.images.CreateImageRequest;
import org.xenopolis.contracts.images.GetImageRequest;
import org.xenopolis.contracts.images.Image;
import org.xenopolis.contracts.images.ImageKind;
import org.xenopolis.contracts.images.ImageState;
import org.xenopolis.contracts.images.ListImagesRequest;
import org.xenopolis.contracts.images.Manifest;
import org.xenopolis.contracts.images.ManifestRequest;
import org.xenopolis.contracts.images.Part;
import org.xenopolis.contracts.images.PartRole;
import org.xenopolis.contracts.images.UploadChunk;
import org.xenopolis.contracts.images.Virtualization;
import org.xenopolis.images.blobs.Blobs;
import org.xenopolis.images.blobs.ChunkDigests;
import org.xenopolis.kit.ids.IdSource;
import org.xenopolis.kit.kafka.KafkaSettings;

/** The whole service on real PostgreSQL and Kafka, called as the gateway, the scheduler and an agent call it. */
@QuarkusTest
@QuarkusTestResource(ImageStack.class)
class ImageStoreTest {
    private static final int MEBIBYTE = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Blobs blobs;

    @Inject
    KafkaSettings kafka;

    @ConfigProperty(name = "xeno.grpc.port")
    int port;

    @ConfigProperty(name = "xeno.tls.dir")
    String tls = "";

    @ConfigProperty(name = "xeno.data.dir")
    String data = "";

    private Callers callers;
    private final String tenant = UUID.randomUUID().toString();

    @BeforeEach
    void connect() {
        callers = new Callers(Path.of(tls), port);
    }

    @AfterEach
    void disconnect() {
        callers.close();
    }

    @Test
    void shouldServeToHostsExactlyWhatWasUploaded() {
        byte[] disk = Samples.disk(3 * MEBIBYTE + 512 * 7, 1);
        Image image = upload(disk);

        assertThat(image.getState()).isEqualTo(ImageState.IMAGE_READY);
        Manifest manifest = callers.host()
                .getManifest(ManifestRequest.newBuilder()
                        .setManifestDigest(image.getManifestDigest())
                        .build());
        Part part = manifest.getParts(0);
        assertThat(part.getFormat()).isEqualTo("raw");
        assertThat(part.getDigest()).isEqualTo(digest(disk));
        assertThat(part.getSizeBytes()).isEqualTo(disk.length);
        assertThat(callers.fetch(part.getDigest(), 0)).isEqualTo(disk);
        int offset = MEBIBYTE + 12_345;
        assertThat(callers.fetch(part.getDigest(), offset)).isEqualTo(Arrays.copyOfRange(disk, offset, disk.length));
        assertThat(digest(callers.fetch(image.getManifestDigest(), 0))).isEqualTo(image.getManifestDigest());
        assertThat(facts(image.getId(), 1)).extracting(ImageFact::getState).containsExactly("IMAGE_READY");
    }

    @Test
    void shouldRejectBytesThatAreNotThoseThatWerePromised() {
        String id = create(ImageKind.DISK, PartRole.ROLE_DISK);

        Image image = callers.upload(
                id, tenant, PartRole.ROLE_DISK, Samples.disk(MEBIBYTE, 2), digest(Samples.disk(MEBIBYTE, 3)));

        assertThat(image.getState()).isEqualTo(ImageState.IMAGE_REJECTED);
        assertThat(image.getRejection()).contains("expected was");
        assertThat(blobFile(digest(Samples.disk(MEBIBYTE, 2)))).doesNotExist();
        assertThat(facts(id, 1)).extracting(ImageFact::getState).containsExactly("IMAGE_REJECTED");
    }

    @Test
    void shouldForgetAnUploadThatWasCutAndTakeTheNext() throws IOException {
        byte[] disk = Samples.disk(MEBIBYTE, 4);
        String id = create(ImageKind.DISK, PartRole.ROLE_DISK);
        CompletableFuture<Image> answer = new CompletableFuture<>();
        StreamObserver<UploadChunk> cut = callers.openUpload(answer);
        Callers.send(cut, id, tenant, PartRole.ROLE_DISK, Arrays.copyOf(disk, MEBIBYTE / 2), "");
        await(() -> stagedFiles() > 0);
        cut.onError(Status.CANCELLED.asRuntimeException());

        await(() -> stagedFiles() == 0);
        assertThat(get(id, tenant).getState()).isEqualTo(ImageState.IMAGE_PENDING);
        assertThat(callers.upload(id, tenant, PartRole.ROLE_DISK, disk, digest(disk))
                        .getState())
                .isEqualTo(ImageState.IMAGE_READY);
    }

    @Test
    void shouldConvertQcow2ToTheRawDiskItDescribes() {
        byte[] disk = Samples.disk(2 * MEBIBYTE + 512, 5);
        byte[] qcow2 = Qcow2Sample.of(disk, 16);
        Image image = callers.upload(
                create(ImageKind.DISK, PartRole.ROLE_DISK), tenant, PartRole.ROLE_DISK, qcow2, digest(qcow2));

        assertThat(image.getRejection()).isEmpty();
        assertThat(image.getParts(0).getFormat()).isEqualTo("qcow2");
        assertThat(image.getParts(0).getDigest()).isEqualTo(digest(disk));
        assertThat(callers.fetch(digest(disk), 0)).isEqualTo(disk);
    }

    @Test
    void shouldTakeAKernelWithItsRamdisk() {
        String id = create(ImageKind.KERNEL_RAMDISK, PartRole.ROLE_KERNEL, PartRole.ROLE_RAMDISK);
        byte[] kernel = Samples.bzImage(64 << 10);
        byte[] ramdisk = Samples.gzip(Samples.cpio());

        Image half = callers.upload(id, tenant, PartRole.ROLE_KERNEL, kernel, "");
        Image whole = callers.upload(id, tenant, PartRole.ROLE_RAMDISK, ramdisk, "");

        assertThat(half.getState()).isEqualTo(ImageState.IMAGE_PENDING);
        assertThat(whole.getState()).isEqualTo(ImageState.IMAGE_READY);
        assertThat(whole.getPartsList()).extracting(Part::getFormat).containsExactly("bzimage", "cpio.gz");
    }

    @Test
    void shouldKeepHowAnImageWantsToRunAndWhatWasSeenOfItsDisk() {
        byte[] disk = Samples.disk(MEBIBYTE, 60);
        disk[0] = (byte) 0xeb;
        Image image = callers.upload(
                create(Virtualization.VIRTUALIZATION_HVM), tenant, PartRole.ROLE_DISK, Qcow2Sample.of(disk, 16), "");

        assertThat(image.getState()).isEqualTo(ImageState.IMAGE_READY);
        assertThat(get(image.getId(), tenant).getVirtualization()).isEqualTo(Virtualization.VIRTUALIZATION_HVM);
        Manifest manifest = callers.host()
                .getManifest(ManifestRequest.newBuilder()
                        .setManifestDigest(image.getManifestDigest())
                        .build());
        assertThat(manifest.getVirtualization()).isEqualTo(Virtualization.VIRTUALIZATION_HVM);
        assertThat(manifest.getParts(0).getBootFactsList())
                .containsExactly(BootFact.FACT_EXAMINED, BootFact.FACT_BOOT_CODE);
        assertThat(digest(ManifestText.canonical(manifest))).isEqualTo(image.getManifestDigest());
    }

    @Test
    void shouldRejectADiskThatFirmwareCannotBootWhenItIsToBeHvm() {
        Image image = callers.upload(
                create(Virtualization.VIRTUALIZATION_HVM), tenant, PartRole.ROLE_DISK, Samples.disk(MEBIBYTE, 61), "");

        assertThat(image.getState()).isEqualTo(ImageState.IMAGE_REJECTED);
        assertThat(image.getRejection()).contains("no boot code");
    }

    @Test
    void shouldRejectWhatIsNoDiskWithAReasonInWords() {
        Image image = callers.upload(
                create(ImageKind.DISK, PartRole.ROLE_DISK),
                tenant,
                PartRole.ROLE_DISK,
                Samples.gzip(Samples.disk(MEBIBYTE, 6)),
                "");

        assertThat(image.getState()).isEqualTo(ImageState.IMAGE_REJECTED);
        assertThat(image.getRejection()).isEqualTo("The disk is gzip; it must be raw or qcow2.");
    }

    @Test
    void shouldRefuseAPartThatIsTooLargeAndKeepNothing() {
        String id = create(ImageKind.KERNEL_RAMDISK, PartRole.ROLE_KERNEL);

        Problem problem = problem(() -> callers.upload(id, tenant, PartRole.ROLE_KERNEL, new byte[9 * MEBIBYTE], ""));

        assertThat(problem.code()).isEqualTo("part-too-large");
        await(() -> stagedFiles() == 0);
        assertThat(get(id, tenant).getState()).isEqualTo(ImageState.IMAGE_PENDING);
    }

    @Test
    void shouldEndAFetchAtTheFirstWrongByteAndTakeTheImageOutOfUse() throws IOException {
        byte[] disk = Samples.disk(3 * MEBIBYTE, 7);
        Image image = callers.upload(create(ImageKind.DISK, PartRole.ROLE_DISK), tenant, PartRole.ROLE_DISK, disk, "");
        flip(digest(disk), 2 * MEBIBYTE + 99);

        Problem problem = problem(() -> callers.fetch(digest(disk), 0));

        assertThat(problem.code()).isEqualTo("blob-damaged");
        assertThat(get(image.getId(), tenant).getState()).isEqualTo(ImageState.IMAGE_REJECTED);
        assertThat(problem(() -> callers.fetch(digest(disk), 0)).code()).isEqualTo("blob-not-found");
        assertThat(facts(image.getId(), 2))
                .extracting(ImageFact::getState)
                .containsExactly("IMAGE_READY", "IMAGE_REJECTED");
    }

    @Test
    void shouldHealADamagedImageWhenItsBytesAreStoredAgain() throws IOException {
        byte[] disk = Samples.disk(MEBIBYTE, 8);
        Image first = callers.upload(create(ImageKind.DISK, PartRole.ROLE_DISK), tenant, PartRole.ROLE_DISK, disk, "");
        flip(digest(disk), 600);
        assertThat(verify(first).getState()).isEqualTo(ImageState.IMAGE_REJECTED);

        callers.upload(first.getId(), tenant, PartRole.ROLE_DISK, disk, "");

        assertThat(verify(first).getState()).isEqualTo(ImageState.IMAGE_READY);
        assertThat(callers.fetch(digest(disk), 0)).isEqualTo(disk);
    }

    @Test
    void shouldTakeTheSameBytesAgainAndRefuseOthers() {
        byte[] disk = Samples.disk(MEBIBYTE, 12);
        Image first = upload(disk);

        Image again = callers.upload(first.getId(), tenant, PartRole.ROLE_DISK, disk, "");

        assertThat(again).isEqualTo(first);
        assertThat(problem(() -> callers.upload(
                                first.getId(), tenant, PartRole.ROLE_DISK, Samples.disk(MEBIBYTE, 13), ""))
                        .code())
                .isEqualTo("part-arrived");
    }

    @Test
    void shouldNoticeThatTheListOfChunkDigestsWasChanged() throws IOException {
        byte[] disk = Samples.disk(MEBIBYTE, 9);
        callers.upload(create(ImageKind.DISK, PartRole.ROLE_DISK), tenant, PartRole.ROLE_DISK, disk, "");
        Path list =
                blobFile(digest(disk)).resolveSibling(Digest.of(digest(disk)).hex() + ".chunks");
        byte[] wrong = Files.readAllBytes(list);
        wrong[3] ^= 1;
        Files.write(list, wrong);

        assertThat(problem(() -> callers.fetch(digest(disk), 0)).code()).isEqualTo("blob-damaged");
    }

    @Test
    void shouldHideTheImagesOfOthers() {
        String other = UUID.randomUUID().toString();
        String id = create(ImageKind.DISK, PartRole.ROLE_DISK);
        var asOther =
                GetImageRequest.newBuilder().setImageId(id).setTenantId(other).build();

        assertThat(problem(() -> callers.gateway().getImage(asOther)).code()).isEqualTo("image-not-found");
        assertThat(problem(() -> callers.gateway().deleteImage(asOther)).code()).isEqualTo("image-not-found");
        assertThat(problem(() -> callers.gateway().verifyImage(asOther)).code()).isEqualTo("image-not-found");
        assertThat(problem(() -> callers.upload(id, other, PartRole.ROLE_DISK, new byte[512], ""))
                        .code())
                .isEqualTo("image-not-found");
        assertThat(list(other)).doesNotContain(id);
        assertThat(list(tenant)).contains(id);
        assertThat(list("")).contains(id);
        // The id is taken, and the answer is the same as for any other taken id.
        assertThat(problem(() -> create(id, other, false)).code()).isEqualTo("image-exists");
    }

    @Test
    void shouldShowSharedImagesToAllAndLetNobodyElseChangeThem() {
        String id = IdSource.TIME_ORDERED.nextText();
        create(id, "", true);
        var asTenant =
                GetImageRequest.newBuilder().setImageId(id).setTenantId(tenant).build();

        assertThat(callers.gateway().getImage(asTenant).getShared()).isTrue();
        assertThat(list(tenant)).contains(id);
        assertThat(problem(() -> callers.gateway().deleteImage(asTenant)).code())
                .isEqualTo("image-not-yours");
        assertThat(problem(() -> create(IdSource.TIME_ORDERED.nextText(), tenant, true))
                        .code())
                .isEqualTo("sharing-not-allowed");
    }

    @Test
    void shouldAnswerTheSameDeclarationTwiceWithOneImage() {
        String id = IdSource.TIME_ORDERED.nextText();

        Image first = create(id, tenant, false);
        Image second = create(id, tenant, false);

        assertThat(second).isEqualTo(first);
    }

    @Test
    void shouldLimitHowManyImagesATenantHas() {
        for (int i = 0; i < 5; i++) {
            create(ImageKind.DISK, PartRole.ROLE_DISK);
        }
        assertThat(problem(() -> create(ImageKind.DISK, PartRole.ROLE_DISK)).code())
                .isEqualTo("too-many-images");
    }

    @Test
    void shouldHideADeletedImageAndTakeASecondDeletionCalmly() {
        Image image = create(IdSource.TIME_ORDERED.nextText(), tenant, false);

        assertThat(delete(image).getState()).isEqualTo(ImageState.IMAGE_DELETED);
        assertThat(delete(image).getState()).isEqualTo(ImageState.IMAGE_DELETED);
        assertThat(problem(() -> get(image.getId(), tenant)).code()).isEqualTo("image-not-found");
        assertThat(list(tenant)).doesNotContain(image.getId());
    }

    @Test
    void shouldKeepATenantWithinItsBytes() {
        byte[] large = new byte[6 * MEBIBYTE];
        Image first = upload(large);
        upload(large);

        assertThat(problem(() -> upload(large)).code()).isEqualTo("too-many-image-bytes");
        // Deleting and sending again is no way around it: the bytes are still on the disk.
        delete(first);
        assertThat(problem(() -> upload(large)).code()).isEqualTo("too-many-image-bytes");
        await(() -> stagedFiles() == 0);
    }

    private Image upload(byte[] disk) {
        return callers.upload(create(ImageKind.DISK, PartRole.ROLE_DISK), tenant, PartRole.ROLE_DISK, disk, "");
    }

    @Test
    void shouldSweepOnlyBytesThatNoImageNames() {
        byte[] disk = Samples.disk(MEBIBYTE, 10);
        Image first = callers.upload(create(ImageKind.DISK, PartRole.ROLE_DISK), tenant, PartRole.ROLE_DISK, disk, "");
        Image second = callers.upload(create(ImageKind.DISK, PartRole.ROLE_DISK), tenant, PartRole.ROLE_DISK, disk, "");

        delete(first);
        blobs.sweep(Duration.ZERO);
        assertThat(callers.fetch(digest(disk), 0)).isEqualTo(disk);

        delete(second);
        assertThat(problem(() -> callers.fetch(digest(disk), 0)).code()).isEqualTo("blob-not-found");
        blobs.sweep(Duration.ofHours(1));
        assertThat(blobFile(digest(disk))).exists();
        blobs.sweep(Duration.ZERO);
        assertThat(blobFile(digest(disk))).doesNotExist();
    }

    @Test
    void shouldRemoveWhatACrashLeftBetweenRenameAndRecord() throws IOException {
        byte[] orphan = Samples.disk(MEBIBYTE, 11);
        Path file = blobFile(digest(orphan));
        Files.createDirectories(file.getParent());
        Files.write(file, orphan);
        Path listOnly =
                file.resolveSibling(Digest.of(digest(orphan)).hex().substring(0, 2) + "0".repeat(62) + ".chunks");
        Files.write(listOnly, new byte[32]);
        Path foreign = Files.write(file.resolveSibling("lost+found"), new byte[1]);

        blobs.removeUnrecorded();

        assertThat(file).doesNotExist();
        assertThat(listOnly).doesNotExist();
        assertThat(foreign).exists();
    }

    @Test
    void shouldBeClosedToCallersThatHaveNoBusinessHere() {
        var request = GetImageRequest.newBuilder()
                .setImageId(UUID.randomUUID().toString())
                .build();
        var manifest = ManifestRequest.newBuilder()
                .setManifestDigest(digest(new byte[0]))
                .build();

        assertThatThrownBy(() -> callers.service("billing").getImage(request)).satisfies(this::isRefused);
        assertThatThrownBy(() -> callers.service("scheduler").deleteImage(request))
                .satisfies(this::isRefused);
        assertThatThrownBy(() -> callers.service("scheduler").getManifest(manifest))
                .satisfies(this::isRefused);
        assertThatThrownBy(() -> callers.host().listImages(ListImagesRequest.getDefaultInstance()))
                .satisfies(this::isRefused);
        assertThat(problem(() -> callers.host().getImage(request)).code()).isEqualTo("tenant-required");
    }

    private void isRefused(Throwable failure) {
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    private String create(ImageKind kind, PartRole... roles) {
        String id = IdSource.TIME_ORDERED.nextText();
        Image image = Image.newBuilder()
                .setId(id)
                .setTenantId(tenant)
                .setName("sample")
                .setKind(kind)
                .addAllParts(Arrays.stream(roles)
                        .map(role -> Part.newBuilder().setRole(role).build())
                        .toList())
                .build();
        callers.gateway()
                .createImage(CreateImageRequest.newBuilder().setImage(image).build());
        return id;
    }

    private String create(Virtualization virtualization) {
        return callers.gateway()
                .createImage(CreateImageRequest.newBuilder()
                        .setImage(Image.newBuilder()
                                .setId(UUID.randomUUID().toString())
                                .setTenantId(tenant)
                                .setName("sample")
                                .setKind(ImageKind.DISK)
                                .setVirtualization(virtualization)
                                .addParts(Part.newBuilder().setRole(PartRole.ROLE_DISK)))
                        .build())
                .getId();
    }

    private Image create(String id, String owner, boolean shared) {
        return callers.gateway()
                .createImage(CreateImageRequest.newBuilder()
                        .setImage(Image.newBuilder()
                                .setId(id)
                                .setTenantId(owner)
                                .setName("sample")
                                .setKind(ImageKind.DISK)
                                .setShared(shared)
                                .addParts(Part.newBuilder().setRole(PartRole.ROLE_DISK)))
                        .build());
    }

    private Image get(String id, String asking) {
        return callers.gateway()
                .getImage(GetImageRequest.newBuilder()
                        .setImageId(id)
                        .setTenantId(asking)
                        .build());
    }

    private Image verify(Image image) {
        return callers.gateway()
                .verifyImage(
                        GetImageRequest.newBuilder().setImageId(image.getId()).build());
    }

    private Image delete(Image image) {
        return callers.gateway()
                .deleteImage(GetImageRequest.newBuilder()
                        .setImageId(image.getId())
                        .setTenantId(tenant)
                        .build());
    }

    private List<String> list(String asking) {
        return callers
                .gateway()
                .listImages(ListImagesRequest.newBuilder().setTenantId(asking).build())
                .getImagesList()
                .stream()
                .map(Image::getId)
                .toList();
    }

    private static Problem problem(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        Throwable failure = org.assertj.core.api.Assertions.catchThrowable(call);
        assertThat(failure).isInstanceOf(StatusRuntimeException.class);
        return ProblemStatus.toProblem((StatusRuntimeException) failure);
    }

    private Path blobFile(String digest) {
        String hex = Digest.of(digest).hex();
        return Path.of(data, "blobs", "sha256", hex.substring(0, 2), hex);
    }

    private void flip(String digest, long at) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(blobFile(digest).toFile(), "rw")) {
            file.seek(at);
            int was = file.read();
            file.seek(at);
            file.write(was ^ 4);
        }
    }

    private long stagedFiles() {
        try (var files = Files.list(Path.of(data, "blobs", "staging"))) {
            return files.count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String digest(byte[] bytes) {
        return ChunkDigests.of(bytes).value();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within %s", PATIENCE).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** The facts about one image, once there are that many. */
    private List<ImageFact> facts(String id, int count) {
        List<ImageFact> found = new java.util.ArrayList<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (KafkaConsumer<String, byte[]> consumer = kafka.consumer("test-" + UUID.randomUUID())) {
            consumer.subscribe(List.of("image.facts"));
            while (found.size() < count) {
                assertThat(System.nanoTime()).as("facts within %s", PATIENCE).isLessThan(end);
                consumer.poll(Duration.ofMillis(200)).forEach(message -> {
                    if (message.key().equals(id)) {
                        found.add(parse(message.value()));
                    }
                });
            }
        }
        return found;
    }

    private static ImageFact parse(byte[] bytes) {
        try {
            return ImageFact.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
