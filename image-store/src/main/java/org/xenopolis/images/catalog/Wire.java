package org.xenopolis.images.catalog;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.ToLongFunction;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.ProjectId;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.contracts.images.BootFact;
import org.xenopolis.contracts.images.Image;
import org.xenopolis.contracts.images.ImageKind;
import org.xenopolis.contracts.images.Manifest;
import org.xenopolis.contracts.images.Part;
import org.xenopolis.contracts.images.PartRole;
import org.xenopolis.contracts.images.Virtualization;
import org.xenopolis.images.core.Declaration;
import org.xenopolis.images.core.ImageState;

/** From records to messages. A damaged image looks like a rejected one from outside: it cannot be used. */
public final class Wire {
    private Wire() {}

    /** @param receivedBytes how far the import of a part is */
    public static Image image(
            org.xenopolis.images.core.Image image, ToLongFunction<org.xenopolis.images.core.PartRole> receivedBytes) {
        Declaration declared = image.declared();
        return Image.newBuilder()
                .setId(declared.id().toString())
                .setTenantId(declared.tenant().map(TenantId::toString).orElse(""))
                .setProjectId(declared.project().map(ProjectId::toString).orElse(""))
                .setName(declared.name())
                .setKind(kind(declared.kind()))
                .setState(state(image.state()))
                .setManifestDigest(manifest(image.state()))
                .addAllParts(image.parts().stream()
                        .map(part -> part(part, receivedBytes.applyAsLong(part.role())))
                        .toList())
                .setRejection(reason(image.state()))
                .setShared(declared.shared())
                .setCreatedAt(timestamp(declared.createdAt()))
                .setGeneration(image.generation().value())
                .setCommandLine(declared.commandLine())
                .setVirtualization(virtualization(declared.virtualization()))
                .build();
    }

    private static Part part(org.xenopolis.images.core.Part part, long receivedBytes) {
        Part.Builder out = Part.newBuilder()
                .setRole(role(part.role()))
                .setExpectedDigest(part.expected().map(Digest::value).orElse(""))
                .setImporting(part.importing())
                .setReceivedBytes(receivedBytes);
        part.arrived().ifPresent(bytes -> out.setDigest(bytes.digest().value()).setSizeBytes(bytes.sizeBytes()));
        part.stored()
                .ifPresent(stored -> out.setFormat(stored.foundFormat())
                        .setDigest(stored.bytes().digest().value())
                        .setSizeBytes(stored.bytes().sizeBytes())
                        .setVirtualBytes(stored.virtualBytes())
                        .addAllBootFacts(facts(stored.boot())));
        return out.build();
    }

    public static Manifest manifest(Digest digest, org.xenopolis.images.core.Manifest manifest) {
        return Manifest.newBuilder()
                .setManifestDigest(digest.value())
                .setKind(kind(manifest.kind()))
                .addAllParts(manifest.parts().stream()
                        .map(entry -> Part.newBuilder()
                                .setRole(role(entry.role()))
                                .setFormat(entry.format())
                                .setDigest(entry.digest().value())
                                .setSizeBytes(entry.sizeBytes())
                                .setVirtualBytes(entry.virtualBytes())
                                .addAllBootFacts(facts(entry.boot()))
                                .build())
                        .toList())
                .setCommandLine(manifest.commandLine())
                .setVirtualization(virtualization(manifest.virtualization()))
                .build();
    }

    static org.xenopolis.contracts.images.ImageState state(ImageState state) {
        return switch (state) {
            case ImageState.Pending ignored -> org.xenopolis.contracts.images.ImageState.IMAGE_PENDING;
            case ImageState.Verifying ignored -> org.xenopolis.contracts.images.ImageState.IMAGE_VERIFYING;
            case ImageState.Ready ignored -> org.xenopolis.contracts.images.ImageState.IMAGE_READY;
            case ImageState.Rejected ignored -> org.xenopolis.contracts.images.ImageState.IMAGE_REJECTED;
            case ImageState.Damaged ignored -> org.xenopolis.contracts.images.ImageState.IMAGE_REJECTED;
            case ImageState.Deleted ignored -> org.xenopolis.contracts.images.ImageState.IMAGE_DELETED;
        };
    }

    static String manifest(ImageState state) {
        return switch (state) {
            case ImageState.Ready ready -> ready.manifest().value();
            case ImageState.Damaged damaged -> damaged.manifest().value();
            default -> "";
        };
    }

    static String reason(ImageState state) {
        return switch (state) {
            case ImageState.Rejected rejected -> rejected.reason();
            case ImageState.Damaged damaged -> damaged.reason();
            default -> "";
        };
    }

    static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    private static ImageKind kind(org.xenopolis.images.core.ImageKind kind) {
        return switch (kind) {
            case DISK -> ImageKind.DISK;
            case KERNEL_RAMDISK -> ImageKind.KERNEL_RAMDISK;
        };
    }

    private static Virtualization virtualization(org.xenopolis.images.core.Virtualization wish) {
        return switch (wish) {
            case AUTO -> Virtualization.VIRTUALIZATION_AUTO;
            case PV -> Virtualization.VIRTUALIZATION_PV;
            case PVH -> Virtualization.VIRTUALIZATION_PVH;
            case HVM -> Virtualization.VIRTUALIZATION_HVM;
        };
    }

    private static List<BootFact> facts(Collection<org.xenopolis.images.core.BootFact> facts) {
        return facts.stream()
                .sorted()
                .map(fact -> switch (fact) {
                    case EXAMINED -> BootFact.FACT_EXAMINED;
                    case PV_ENTRY -> BootFact.FACT_PV_ENTRY;
                    case PVH_ENTRY -> BootFact.FACT_PVH_ENTRY;
                    case PARTITION_TABLE -> BootFact.FACT_PARTITION_TABLE;
                    case BOOT_CODE -> BootFact.FACT_BOOT_CODE;
                })
                .toList();
    }

    private static PartRole role(org.xenopolis.images.core.PartRole role) {
        return switch (role) {
            case DISK -> PartRole.ROLE_DISK;
            case KERNEL -> PartRole.ROLE_KERNEL;
            case RAMDISK -> PartRole.ROLE_RAMDISK;
        };
    }
}
