package org.xenopolis.gateway.instances;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What actions take. */
final class ActionBodies {
    private ActionBodies() {}

    /** @param force does not wait for the guest */
    @Schema(name = "StopInstance")
    public record Stop(@Nullable Boolean force) {}

    /** A size by name, or the amounts that shall change. */
    @Schema(name = "ResizeInstance")
    public record Resize(
            @Nullable String size,
            @Nullable Integer vcpus,
            @Nullable Long memoryMiB,
            @Nullable Long diskMiB) {}

    @Schema(name = "SnapshotInstance")
    public record Snapshot(@NotBlank @Size(max = 100) String name) {}

    @Schema(name = "VolumeOfInstance")
    public record Volume(@NotNull UUID volumeId) {}
}
