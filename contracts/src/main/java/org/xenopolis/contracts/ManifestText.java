package org.xenopolis.contracts;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.xenopolis.contracts.images.BootFact;
import org.xenopolis.contracts.images.Manifest;
import org.xenopolis.contracts.images.Part;
import org.xenopolis.contracts.images.PartRole;
import org.xenopolis.contracts.images.Virtualization;

/**
 * The canonical text of an image's manifest: one manifest, one text, and its SHA-256 is the manifest's digest. JSON with
 * fixed keys in a fixed order, parts ordered by role, no white space, only characters that need no escape. Whoever is
 * given a manifest by its digest makes the text again and hashes it.
 */
public final class ManifestText {
    private static final String ROLE_PREFIX = "ROLE_";
    private static final String FACT_PREFIX = "FACT_";
    private static final String VIRTUALIZATION_PREFIX = "VIRTUALIZATION_";

    private ManifestText() {}

    /**
     * ASCII; {@code manifest_digest} is no part of it.
     *
     * @throws IllegalArgumentException when a field holds what no manifest's text may hold
     */
    public static byte[] canonical(Manifest manifest) {
        return manifest.getPartsList().stream()
                .sorted(Comparator.comparing(Part::getRole))
                .map(ManifestText::text)
                .collect(Collectors.joining(
                        ",",
                        "{\"version\":1,\"kind\":\"" + manifest.getKind().name() + "\",\"parts\":[",
                        "],\"commandLine\":\"" + plain(manifest.getCommandLine()) + "\""
                                + virtualization(manifest.getVirtualization()) + "}"))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(Part part) {
        return "{\"role\":\"" + word(part.getRole()) + "\",\"format\":\"" + plain(part.getFormat()) + "\",\"digest\":\""
                + plain(part.getDigest()) + "\",\"sizeBytes\":" + part.getSizeBytes() + ",\"virtualBytes\":"
                + part.getVirtualBytes() + facts(part.getBootFactsList()) + "}";
    }

    // What says nothing has no key, so that manifests made before these keys keep their digests.

    private static String facts(List<BootFact> facts) {
        return facts.isEmpty()
                ? ""
                : facts.stream()
                        .sorted()
                        .map(fact -> "\"" + word(FACT_PREFIX, fact) + "\"")
                        .collect(Collectors.joining(",", ",\"boot\":[", "]"));
    }

    private static String virtualization(Virtualization wish) {
        return wish == Virtualization.VIRTUALIZATION_AUTO
                ? ""
                : ",\"virtualization\":\"" + word(VIRTUALIZATION_PREFIX, wish) + "\"";
    }

    private static String word(String prefix, Enum<?> value) {
        if (!value.name().startsWith(prefix) || value == BootFact.FACT_UNSPECIFIED) {
            throw new IllegalArgumentException("a manifest with a value that is not known: " + value);
        }
        return value.name().substring(prefix.length());
    }

    private static String word(PartRole role) {
        if (!role.name().startsWith(ROLE_PREFIX)) {
            throw new IllegalArgumentException("a part without a role: " + role);
        }
        return role.name().substring(ROLE_PREFIX.length()).toLowerCase(Locale.ROOT);
    }

    /** Two manifests must not have one text, so nothing may end a string early or be lost in ASCII. */
    private static String plain(String value) {
        if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '"' && c != '\\')) {
            throw new IllegalArgumentException("a manifest holds only plain characters");
        }
        return value;
    }
}
