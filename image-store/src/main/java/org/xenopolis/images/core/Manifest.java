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
public record Manifest(ImageKind kind, List<Entry> parts, String commandLine) {
    public record Entry(PartRole role, String format, Digest digest, long sizeBytes, long virtualBytes) {}

    public Manifest {
        parts = parts.stream().sorted(Comparator.comparing(Entry::role)).toList();
    }

    public byte[] canonical() {
        String text = parts.stream()
                .map(Manifest::text)
                .collect(Collectors.joining(
                        ",",
                        "{\"version\":1,\"kind\":\"" + kind + "\",\"parts\":[",
                        "],\"commandLine\":\"" + commandLine + "\"}"));
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(Entry entry) {
        return "{\"role\":\"" + entry.role().word() + "\",\"format\":\"" + entry.format() + "\",\"digest\":\""
                + entry.digest() + "\",\"sizeBytes\":" + entry.sizeBytes() + ",\"virtualBytes\":"
                + entry.virtualBytes() + "}";
    }
}
