package org.xenopolis.images.core;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.xenopolis.cluster.Digest;

/**
 * What a host needs to make a machine of an image. Its text is canonical (one manifest, one text, one digest): JSON
 * with fixed keys in a fixed order, parts ordered by role, no white space, and only characters that need no escape.
 */
public record Manifest(ImageKind kind, List<Entry> parts, String commandLine, Virtualization virtualization) {
    public record Entry(
            PartRole role, String format, Digest digest, long sizeBytes, long virtualBytes, List<BootFact> boot) {
        public Entry {
            boot = boot.stream().sorted().toList();
        }
    }

    public Manifest {
        parts = parts.stream().sorted(Comparator.comparing(Entry::role)).toList();
    }

    public byte[] canonical() {
        String text = parts.stream()
                .map(Manifest::text)
                .collect(Collectors.joining(
                        ",",
                        "{\"version\":1,\"kind\":\"" + kind + "\",\"parts\":[",
                        "],\"commandLine\":\"" + commandLine + "\"" + wish() + "}"));
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(Entry entry) {
        return "{\"role\":\"" + entry.role().word() + "\",\"format\":\"" + entry.format() + "\",\"digest\":\""
                + entry.digest() + "\",\"sizeBytes\":" + entry.sizeBytes() + ",\"virtualBytes\":"
                + entry.virtualBytes() + facts(entry.boot()) + "}";
    }

    // What says nothing has no key, so that manifests made before these keys keep their digests.

    private String wish() {
        return virtualization == Virtualization.AUTO ? "" : ",\"virtualization\":\"" + virtualization + "\"";
    }

    private static String facts(List<BootFact> boot) {
        return boot.isEmpty()
                ? ""
                : boot.stream().map(fact -> "\"" + fact + "\"").collect(Collectors.joining(",", ",\"boot\":[", "]"));
    }
}
