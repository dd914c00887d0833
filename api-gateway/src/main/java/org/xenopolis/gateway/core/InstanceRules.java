package org.xenopolis.gateway.core;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an instance may look like, before anybody else is asked. */
public final class InstanceRules {
    public static final int VCPUS_MAX = 64;
    public static final long MEMORY_MIB_MIN = 64;
    public static final long MEMORY_MIB_MAX = 1L << 20;
    public static final long DISK_MIB_MIN = 1;
    public static final long DISK_MIB_MAX = 16L << 20;
    public static final int USER_DATA_BYTES_MAX = 64 << 10;
    public static final int KEYS_MAX = 32;
    public static final int NICS_MAX = 8;
    public static final int CPU_WEIGHT_MAX = 65_535;
    /** Also the guest's host name; never all digits, which Xen's tools would take for a domain's number. */
    public static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?");
    public static final long PAUSE_MILLIS_MAX = 86_400_000;
    private static final Set<String> MIGRATION = Set.of("ALLOWED", "PINNED");
    private static final Set<String> RECOVERY = Set.of("KEEP_RUNNING", "RESTART_ELSEWHERE");

    /** What is checked; amounts are absent where the client left them out. */
    public record Wish(
            String name,
            int vcpus,
            long memoryMiB,
            long diskMiB,
            @Nullable String zone,
            @Nullable String affinityGroup,
            @Nullable String antiAffinityGroup,
            int cpuWeight,
            int cpuCapPercent,
            int nics,
            List<String> sshPublicKeys,
            @Nullable String userData,
            String recovery,
            String migration,
            @Nullable Long pauseMaxMillis) {}

    private InstanceRules() {}

    /** Everything that is wrong with it, not only the first thing. */
    public static List<Violation> check(Wish wish) {
        List<Violation> wrong = new ArrayList<>();
        if (!NAME.matcher(wish.name()).matches()) {
            wrong.add(new Violation(
                    "name", "must begin with a letter and hold 1 to 63 small letters, digits and inner hyphens"));
        }
        checkSize(wish.vcpus(), wish.memoryMiB(), wish.diskMiB(), wrong);
        checkLabel("zone", wish.zone(), wrong);
        checkLabel("affinityGroup", wish.affinityGroup(), wrong);
        checkLabel("antiAffinityGroup", wish.antiAffinityGroup(), wrong);
        checkRange("cpuWeight", wish.cpuWeight(), 0, CPU_WEIGHT_MAX, wrong);
        checkRange("cpuCapPercent", wish.cpuCapPercent(), 0, 100L * VCPUS_MAX, wrong);
        checkRange("networks", wish.nics(), 0, NICS_MAX, wrong);
        checkKeys(wish.sshPublicKeys(), wrong);
        checkUserData(wish.userData(), wrong);
        if (!RECOVERY.contains(wish.recovery())) {
            wrong.add(new Violation("recovery", "must be KEEP_RUNNING or RESTART_ELSEWHERE"));
        }
        checkMigration(wish.migration(), wish.pauseMaxMillis(), wrong);
        return wrong;
    }

    /** What a tenant asks about live moves. */
    public static void checkMigration(String policy, @Nullable Long pauseMaxMillis, List<Violation> wrong) {
        if (!MIGRATION.contains(policy)) {
            wrong.add(new Violation("migration", "must be ALLOWED or PINNED"));
        }
        if (pauseMaxMillis != null) {
            checkRange("pauseMaxMillis", pauseMaxMillis, 1, PAUSE_MILLIS_MAX, wrong);
        }
    }

    public static void checkSize(int vcpus, long memoryMiB, long diskMiB, List<Violation> wrong) {
        checkRange("vcpus", vcpus, 1, VCPUS_MAX, wrong);
        checkRange("memoryMiB", memoryMiB, MEMORY_MIB_MIN, MEMORY_MIB_MAX, wrong);
        checkRange("diskMiB", diskMiB, DISK_MIB_MIN, DISK_MIB_MAX, wrong);
    }

    private static void checkRange(String field, long value, long min, long max, List<Violation> wrong) {
        if (value < min || value > max) {
            wrong.add(new Violation(field, "must be " + min + " to " + max));
        }
    }

    private static void checkLabel(String field, @Nullable String value, List<Violation> wrong) {
        if (value != null && !value.isEmpty() && !LABEL.matcher(value).matches()) {
            wrong.add(new Violation(field, "must hold 1 to 63 small letters, digits, dots, hyphens, underscores"));
        }
    }

    private static void checkKeys(List<String> keys, List<Violation> wrong) {
        checkRange("sshPublicKeys", keys.size(), 0, KEYS_MAX, wrong);
        for (int i = 0; i < Math.min(keys.size(), KEYS_MAX); i++) {
            try {
                SshPublicKey.parse(keys.get(i));
            } catch (IllegalArgumentException e) {
                wrong.add(new Violation("sshPublicKeys[" + i + "]", String.valueOf(e.getMessage())));
            }
        }
    }

    private static void checkUserData(@Nullable String userData, List<Violation> wrong) {
        if (userData == null) {
            return;
        }
        try {
            if (Base64.getDecoder().decode(userData).length > USER_DATA_BYTES_MAX) {
                wrong.add(new Violation("userData", "must be at most 64 KiB"));
            }
        } catch (IllegalArgumentException e) {
            wrong.add(new Violation("userData", "must be base64"));
        }
    }
}
