package org.xenopolis.images.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.Generation;
import org.xenopolis.cluster.ImageId;
import org.xenopolis.cluster.ProjectId;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.images.core.Declaration;
import org.xenopolis.images.core.Image;
import org.xenopolis.images.core.ImageKind;
import org.xenopolis.images.core.ImageState;
import org.xenopolis.images.core.Virtualization;

/** An image as PostgreSQL holds it. */
@Entity
@Table(name = "images")
class ImageRow {
    @Id
    UUID id = new UUID(0, 0);

    @Column(name = "tenant_id")
    @Nullable
    UUID tenantId;

    @Column(name = "project_id")
    @Nullable
    UUID projectId;

    String name = "";
    String kind = "";
    boolean shared;

    @Column(name = "command_line")
    String commandLine = "";

    String virtualization = "";

    String state = "";
    String reason = "";

    @Column(name = "manifest_digest")
    @Nullable
    String manifestDigest;

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;

    /** Differs on every write, so that the generation counts each, also one that touches parts only. */
    @Column(name = "changed_at")
    Instant changedAt = Instant.EPOCH;

    @Version
    long generation = 1;

    static ImageRow of(Image image) {
        Declaration declared = image.declared();
        ImageRow row = new ImageRow();
        row.id = declared.id().value();
        row.tenantId = declared.tenant().map(TenantId::value).orElse(null);
        row.projectId = declared.project().map(ProjectId::value).orElse(null);
        row.name = declared.name();
        row.kind = declared.kind().name();
        row.shared = declared.shared();
        row.commandLine = declared.commandLine();
        row.virtualization = declared.virtualization().name();
        row.createdAt = declared.createdAt();
        row.set(image.state(), declared.createdAt());
        return row;
    }

    void set(ImageState next, Instant now) {
        changedAt = now.isAfter(changedAt) ? now : changedAt.plusNanos(1_000);
        reason = "";
        manifestDigest = null;
        switch (next) {
            case ImageState.Pending ignored -> state = "PENDING";
            case ImageState.Verifying ignored -> state = "VERIFYING";
            case ImageState.Ready ready -> {
                state = "READY";
                manifestDigest = ready.manifest().value();
            }
            case ImageState.Rejected rejected -> {
                state = "REJECTED";
                reason = rejected.reason();
            }
            case ImageState.Damaged damaged -> {
                state = "DAMAGED";
                reason = damaged.reason();
                manifestDigest = damaged.manifest().value();
            }
            case ImageState.Deleted ignored -> state = "DELETED";
        }
    }

    private ImageState state() {
        return switch (state) {
            case "PENDING" -> new ImageState.Pending();
            case "VERIFYING" -> new ImageState.Verifying();
            case "READY" -> new ImageState.Ready(manifest());
            case "REJECTED" -> new ImageState.Rejected(reason);
            case "DAMAGED" -> new ImageState.Damaged(manifest(), reason);
            case "DELETED" -> new ImageState.Deleted();
            default -> throw new IllegalStateException("unknown state " + state);
        };
    }

    private Digest manifest() {
        return Digest.of(Objects.requireNonNull(manifestDigest));
    }

    Image image(List<PartRow> parts) {
        return new Image(
                new Declaration(
                        new ImageId(id),
                        Optional.ofNullable(tenantId).map(TenantId::new),
                        Optional.ofNullable(projectId).map(ProjectId::new),
                        name,
                        ImageKind.valueOf(kind),
                        shared,
                        commandLine,
                        Virtualization.valueOf(virtualization),
                        createdAt),
                state(),
                parts.stream().map(PartRow::part).toList(),
                new Generation(generation));
    }
}
