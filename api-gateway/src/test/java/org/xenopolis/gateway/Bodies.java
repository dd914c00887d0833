package org.xenopolis.gateway;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A body for every operation that takes one: right in form, so that only who asks can be wrong. */
final class Bodies {
    private static final String ID = UUID.randomUUID().toString();
    private static final String KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGRyYWdvbnMtYW5kLXRvd2Vycy1hbmQtZ3Vlc3Q=";
    private static final Map<String, Object> QUOTA =
            Map.of("instances", 1, "vcpus", 1, "memoryMiB", 1, "diskMiB", 1, "volumes", 1);
    private static final Map<String, Object> NAMED = Map.of("name", "x");
    private static final Map<String, Object> CAUSE = Map.of("cause", "test");

    private static final Map<String, Object> BODIES = Map.ofEntries(
            Map.entry("createProject", NAMED),
            Map.entry("createKeyPair", Map.of("name", "x", "publicKey", KEY)),
            Map.entry("createImage", Map.of("name", "x", "kind", "DISK")),
            Map.entry("uploadPart", new byte[1024]),
            Map.entry("importPart", Map.of("url", "https://example.org/x")),
            Map.entry("createInstance", Api.small(ID)),
            Map.entry("stopInstance", Map.of("force", true)),
            Map.entry("resizeInstance", Map.of("vcpus", 2)),
            Map.entry("snapshotInstance", NAMED),
            Map.entry("attachVolume", Map.of("volumeId", ID)),
            Map.entry("detachVolume", Map.of("volumeId", ID)),
            Map.entry("setMigration", Map.of("policy", "PINNED")),
            Map.entry("createVolume", Map.of("name", "x", "sizeMiB", 1)),
            Map.entry("createNetwork", Map.of("name", "x", "cidr", "10.0.0.0/24")),
            Map.entry("createSecurityGroup", NAMED),
            Map.entry("addSecurityRule", Map.of("direction", "ingress", "protocol", "tcp", "remoteCidr", "0.0.0.0/0")),
            Map.entry("setSecurityGroupsOfNetwork", Map.of("securityGroupIds", List.of())),
            Map.entry("keepAddress", Map.of("networkId", ID)),
            Map.entry("quote", Map.of("size", "small", "durationSeconds", 1)),
            Map.entry("registerHost", Map.of("name", "h", "zone", "a", "address", "127.0.0.1:1")),
            Map.entry("cordonHost", CAUSE),
            Map.entry("uncordonHost", CAUSE),
            Map.entry("drainHost", CAUSE),
            Map.entry("attestPowerOff", CAUSE),
            Map.entry("releaseQuarantined", CAUSE),
            Map.entry("discardQuarantined", CAUSE),
            Map.entry("whatIf", Map.of("size", "small")),
            Map.entry("migrateInstance", Map.of()),
            Map.entry("proposePlan", Map.of("goal", "BALANCE")),
            Map.entry("approvePlan", Map.of("hash", "ab".repeat(32))),
            Map.entry("continuePlan", Map.of("phase", 1)),
            Map.entry(
                    "setPlanAutomation",
                    Map.of(
                            "mode",
                            "APPROVE_SMALL",
                            "movesMax",
                            5,
                            "bytesMax",
                            1L << 40,
                            "pauseMillisMax",
                            1_000,
                            "intervalMinutes",
                            10,
                            "gainMin",
                            1,
                            "cooldownMinutes",
                            60)),
            Map.entry(
                    "putPriceBook",
                    Map.of(
                            "currency",
                            "EUR",
                            "prices",
                            List.of(Map.of("dimension", "CPU_USED", "micros", 1, "per", "1", "unitLabel", "ns")))),
            Map.entry("openTenant", NAMED),
            Map.entry("setQuota", QUOTA),
            Map.entry("topUp", Map.of("amountMicros", 1)));

    private Bodies() {}

    static Object of(String operation) {
        Object body = BODIES.get(operation);
        if (body == null) {
            throw new AssertionError("no body for " + operation + ": a new operation has to be added here");
        }
        return body;
    }
}
