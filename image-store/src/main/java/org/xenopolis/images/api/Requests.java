package org.xenopolis.images.api;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.ImageId;
import org.xenopolis.cluster.ProjectId;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.common.PageRequest;
import org.xenopolis.contracts.images.UploadChunk;
import org.xenopolis.images.core.Declaration;
import org.xenopolis.images.core.Image;
import org.xenopolis.images.core.ImageKind;
import org.xenopolis.images.core.Part;
import org.xenopolis.images.core.PartRole;
import org.xenopolis.images.core.Virtualization;
import org.xenopolis.images.transfer.Uploads;
import org.xenopolis.kit.grpc.Callers;
import org.xenopolis.kit.grpc.PeerIdentity;

/** Requests read strictly: a value that is not exactly of its form is INVALID. */
final class Requests {
    private static final int PAGE_MAX = 200;
    private static final int PAGE_DEFAULT = 50;

    private Requests() {}

    static ImageId imageId(String text) {
        return required("image_id", text, ImageId::of);
    }

    static Digest digest(String name, String text) {
        return required(name, text, Digest::of);
    }

    static Optional<Digest> expectedDigest(String text) {
        return optional("expected_digest", text, Digest::of);
    }

    /** Who asks: a tenant, or with an empty text an operator. An agent always acts for a tenant. */
    static Optional<TenantId> asking(String text) {
        Optional<TenantId> tenant = optional("tenant_id", text, TenantId::of);
        if (tenant.isEmpty() && Callers.current() instanceof PeerIdentity.Host) {
            throw Problem.of(ErrorKind.FORBIDDEN, "tenant-required", "An agent must name the tenant it acts for.")
                    .exception();
        }
        return tenant;
    }

    static Optional<ProjectId> project(String text) {
        return optional("project_id", text, ProjectId::of);
    }

    static Optional<ImageId> after(PageRequest page) {
        return optional("after_id", page.getAfterId(), ImageId::of);
    }

    static int limit(PageRequest page) {
        int limit = page.getLimit();
        if (limit < 0 || limit > PAGE_MAX) {
            throw invalid("limit must be 1 to " + PAGE_MAX + ".", null);
        }
        return limit == 0 ? PAGE_DEFAULT : limit;
    }

    static Image image(org.xenopolis.contracts.images.Image asked, Instant now) {
        Optional<TenantId> tenant = asking(asked.getTenantId());
        // An agent stores snapshots of a tenant's guest; what everybody may use is for operators to say.
        if (asked.getShared() && tenant.isPresent()) {
            throw Problem.of(ErrorKind.FORBIDDEN, "sharing-not-allowed", "Only operators share images.")
                    .exception();
        }
        ImageId id = required("id", asked.getId(), ImageId::of);
        Optional<ProjectId> project = project(asked.getProjectId());
        List<Part> parts = asked.getPartsList().stream()
                .map(part -> Part.expected(role(part.getRole()), expectedDigest(part.getExpectedDigest())))
                .toList();
        ImageKind kind = kind(asked.getKind());
        try {
            // PostgreSQL keeps microseconds: what is answered now is what is answered later.
            return Image.declare(
                    new Declaration(
                            id,
                            tenant,
                            project,
                            asked.getName(),
                            kind,
                            asked.getShared(),
                            asked.getCommandLine(),
                            virtualization(asked.getVirtualization()),
                            now.truncatedTo(ChronoUnit.MICROS)),
                    parts);
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()), e);
        }
    }

    static Uploads.Target target(UploadChunk first) {
        return new Uploads.Target(
                imageId(first.getImageId()),
                asking(first.getTenantId()),
                role(first.getRole()),
                expectedDigest(first.getExpectedDigest()));
    }

    static PartRole role(org.xenopolis.contracts.images.PartRole role) {
        return switch (role) {
            case ROLE_DISK -> PartRole.DISK;
            case ROLE_KERNEL -> PartRole.KERNEL;
            case ROLE_RAMDISK -> PartRole.RAMDISK;
            case PART_ROLE_UNSPECIFIED, UNRECOGNIZED -> throw invalid("A part needs a role.", null);
        };
    }

    private static ImageKind kind(org.xenopolis.contracts.images.ImageKind kind) {
        return switch (kind) {
            case DISK -> ImageKind.DISK;
            case KERNEL_RAMDISK -> ImageKind.KERNEL_RAMDISK;
            case IMAGE_KIND_UNSPECIFIED, UNRECOGNIZED -> throw invalid("An image needs a kind.", null);
        };
    }

    private static Virtualization virtualization(org.xenopolis.contracts.images.Virtualization wish) {
        return switch (wish) {
            case VIRTUALIZATION_AUTO -> Virtualization.AUTO;
            case VIRTUALIZATION_PV -> Virtualization.PV;
            case VIRTUALIZATION_PVH -> Virtualization.PVH;
            case VIRTUALIZATION_HVM -> Virtualization.HVM;
            case UNRECOGNIZED -> throw invalid("This virtualization is not known.", null);
        };
    }

    private static <T> Optional<T> optional(String name, String text, Function<String, T> reader) {
        return text.isEmpty() ? Optional.empty() : Optional.of(required(name, text, reader));
    }

    private static <T> T required(String name, String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw invalid(name + " is malformed.", e);
        }
    }

    private static ProblemException invalid(String message, @Nullable Throwable inside) {
        Problem problem = Problem.of(ErrorKind.INVALID, "invalid-image-request", message);
        return inside == null ? problem.exception() : problem.because(inside);
    }
}
