package org.xenopolis.gateway.instances;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An instance as a tenant asks for it: a size by name, or the three amounts; the rest has defaults.
 *
 * @param migration PINNED: not to be moved, unless an operator has to; ALLOWED when absent
 * @param pauseMaxMillis how long it may stand still in one live migration; no limit when absent
 * @param userData base64, at most 64 KiB; write-only
 */
public record CreateInstance(
        @NotNull String name,
        @NotNull UUID imageId,
        @Nullable UUID projectId,
        @Nullable String size,
        @Nullable Integer vcpus,
        @Nullable Long memoryMiB,
        @Nullable Long diskMiB,
        @Nullable String zone,
        @Nullable String affinityGroup,
        @Nullable String antiAffinityGroup,
        @Nullable Integer cpuWeight,
        @Nullable Integer cpuCapPercent,
        @Nullable @Size(max = 8) List<@NotNull @Valid NetworkWish> networks,
        @Nullable @Size(max = 32) List<@NotNull UUID> keyPairIds,
        @Nullable @Size(max = 32) List<@NotNull String> sshPublicKeys,
        @Nullable @Size(max = 100_000) String userData,
        @Nullable String recovery,
        @Nullable String migration,
        @Nullable Long pauseMaxMillis) {
    /** One network interface. @param addressId reserved before; otherwise a free one is taken */
    public record NetworkWish(
            @NotNull UUID networkId,
            @Nullable @Size(max = 16) List<@NotNull UUID> securityGroupIds,
            @Nullable UUID addressId) {}

    List<NetworkWish> networksOrNone() {
        return networks == null ? List.of() : networks;
    }

    List<UUID> keyPairsOrNone() {
        return keyPairIds == null ? List.of() : keyPairIds;
    }

    List<String> keysOrNone() {
        return sshPublicKeys == null ? List.of() : sshPublicKeys;
    }

    /** Leaves the user data out. */
    @Override
    public String toString() {
        return "CreateInstance[" + name + "]";
    }
}
