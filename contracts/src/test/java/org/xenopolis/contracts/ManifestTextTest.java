package org.xenopolis.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenopolis.contracts.images.BootFact;
import org.xenopolis.contracts.images.ImageKind;
import org.xenopolis.contracts.images.Manifest;
import org.xenopolis.contracts.images.Part;
import org.xenopolis.contracts.images.PartRole;
import org.xenopolis.contracts.images.Virtualization;

class ManifestTextTest {
    private static final String A = "sha256:" + "aa".repeat(32);
    private static final String B = "sha256:" + "bb".repeat(32);

    private static final Manifest KERNEL = Manifest.newBuilder()
            .setManifestDigest("whatever it says of itself")
            .setKind(ImageKind.KERNEL_RAMDISK)
            .addParts(part(PartRole.ROLE_RAMDISK, "cpio", B, 7, 7))
            .addParts(part(PartRole.ROLE_KERNEL, "bzimage", A, 512, 512))
            .setCommandLine("console=hvc0")
            .build();

    private static Part.Builder part(PartRole role, String format, String digest, long size, long virtual) {
        return Part.newBuilder()
                .setRole(role)
                .setFormat(format)
                .setDigest(digest)
                .setSizeBytes(size)
                .setVirtualBytes(virtual);
    }

    /** The same text as in image-store's test: the two make it apart from each other. */
    @Test
    void theTextIsTheOneThatTheImageStoreHashes() {
        assertThat(new String(ManifestText.canonical(KERNEL), StandardCharsets.US_ASCII))
                .isEqualTo("{\"version\":1,\"kind\":\"KERNEL_RAMDISK\",\"parts\":["
                        + "{\"role\":\"kernel\",\"format\":\"bzimage\",\"digest\":\"" + A
                        + "\",\"sizeBytes\":512,\"virtualBytes\":512},"
                        + "{\"role\":\"ramdisk\",\"format\":\"cpio\",\"digest\":\"" + B
                        + "\",\"sizeBytes\":7,\"virtualBytes\":7}],\"commandLine\":\"console=hvc0\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "\\", "\n", "\u0000", "ä", "a\",\"kind\":\"DISK"})
    void nothingEndsAStringEarly(String text) {
        assertThatThrownBy(() -> ManifestText.canonical(
                        KERNEL.toBuilder().setCommandLine(text).build()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPartHasARole() {
        assertThatThrownBy(() -> ManifestText.canonical(
                        KERNEL.toBuilder().addParts(Part.newBuilder()).build()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sayHowToBootOnlyWhereItIsSaid() {
        Manifest manifest = KERNEL.toBuilder()
                .setVirtualization(Virtualization.VIRTUALIZATION_PVH)
                .setParts(
                        0,
                        KERNEL.getParts(0).toBuilder()
                                .addBootFacts(BootFact.FACT_PVH_ENTRY)
                                .addBootFacts(BootFact.FACT_EXAMINED))
                .build();

        assertThat(new String(ManifestText.canonical(manifest), StandardCharsets.US_ASCII))
                .contains("\"boot\":[\"EXAMINED\",\"PVH_ENTRY\"]}")
                .endsWith(",\"virtualization\":\"PVH\"}");
        assertThatThrownBy(() -> ManifestText.canonical(manifest.toBuilder()
                        .setParts(0, manifest.getParts(0).toBuilder().addBootFactsValue(99))
                        .build()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
