package org.xenopolis.gateway.images;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.images.Image;
import org.xenopolis.contracts.images.Part;
import org.xenopolis.contracts.images.PartRole;
import org.xenopolis.contracts.images.Virtualization;
import org.xenopolis.gateway.edge.Problems;
import org.xenopolis.gateway.peers.Words;

/** Images as the API takes and shows them. */
final class ImageViews {
    static final String DIGEST = "sha256:[0-9a-f]{64}";

    private static final String VIRTUALIZATION = "VIRTUALIZATION_";

    private ImageViews() {}

    static Virtualization virtualization(@Nullable String word) {
        return word == null ? Virtualization.VIRTUALIZATION_AUTO : Virtualization.valueOf(VIRTUALIZATION + word);
    }

    /**
     * @param virtualization how its guests run; AUTO, also when absent, leaves it to the host
     * @param parts those of the kind when absent; named to say which bytes are expected
     */
    @Schema(name = "CreateImage")
    public record Create(
            @NotBlank @Size(max = 100) String name,

            @NotNull @Pattern(regexp = "DISK|KERNEL_RAMDISK")
            String kind,

            @Nullable UUID projectId,

            @Nullable @Size(max = 512) @Pattern(regexp = "[A-Za-z0-9 _.,:=/+@-]*")
            String commandLine,

            @Nullable @Pattern(regexp = "AUTO|PV|PVH|HVM") String virtualization,

            @Nullable @Size(max = 2) List<@NotNull @Valid ExpectedPart> parts) {}

    @Schema(name = "ExpectedPart")
    public record ExpectedPart(
            @NotNull @Pattern(regexp = "disk|kernel|ramdisk")
            String role,

            @Nullable @Pattern(regexp = DIGEST) String digest) {}

    @Schema(name = "ImportPart")
    public record Import(
            @NotBlank @Size(max = 2000) String url,
            @Nullable @Pattern(regexp = DIGEST) String digest) {}

    @Schema(name = "ImagePart")
    public record PartView(
            String role,
            @Nullable String format,
            @Nullable String digest,
            long sizeBytes,
            long virtualBytes,
            List<String> bootFacts) {}

    @Schema(name = "Image")
    public record View(
            String id,
            String name,
            @Nullable String projectId,
            String kind,
            String state,
            @Nullable String manifestDigest,
            List<PartView> parts,
            @Nullable String rejection,
            boolean shared,
            @Nullable String commandLine,
            String virtualization,
            long generation,
            @Nullable Instant createdAt) {}

    static View of(Image image) {
        return new View(
                image.getId(),
                image.getName(),
                Words.orNull(image.getProjectId()),
                image.getKind().name(),
                image.getState().name().replace("IMAGE_", ""),
                Words.orNull(image.getManifestDigest()),
                image.getPartsList().stream().map(ImageViews::part).toList(),
                Words.orNull(image.getRejection()),
                image.getShared(),
                Words.orNull(image.getCommandLine()),
                image.getVirtualization().name().replace(VIRTUALIZATION, ""),
                image.getGeneration(),
                Words.time(image.hasCreatedAt(), image.getCreatedAt()));
    }

    private static PartView part(Part part) {
        return new PartView(
                part.getRole().name().replace("ROLE_", "").toLowerCase(Locale.ROOT),
                Words.orNull(part.getFormat()),
                Words.orNull(part.getDigest()),
                part.getSizeBytes(),
                part.getVirtualBytes(),
                part.getBootFactsList().stream()
                        .map(fact -> fact.name().replace("FACT_", ""))
                        .toList());
    }

    /** Fails with NOT_FOUND for any other word. */
    static PartRole role(String word) {
        return switch (word) {
            case "disk" -> PartRole.ROLE_DISK;
            case "kernel" -> PartRole.ROLE_KERNEL;
            case "ramdisk" -> PartRole.ROLE_RAMDISK;
            default -> throw Problems.notFound();
        };
    }
}
