package org.xenopolis.images.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.ImageId;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.images.core.Transition.Changed;
import org.xenopolis.images.core.Transition.Refused;
import org.xenopolis.images.core.Transition.Unchanged;

class ImageTest {
    private static final Digest A = Digest.of("sha256:" + "aa".repeat(32));
    private static final Digest B = Digest.of("sha256:" + "bb".repeat(32));
    private static final Part.Bytes BYTES = new Part.Bytes(A, 512);

    @Test
    void lastPartLeadsToVerification() {
        Image image = image(ImageKind.KERNEL_RAMDISK, "", PartRole.KERNEL, PartRole.RAMDISK);

        Image half = changed(image.arrived(PartRole.KERNEL, BYTES, Optional.empty()));
        Image whole = changed(half.arrived(PartRole.RAMDISK, BYTES, Optional.empty()));

        assertThat(half.state()).isEqualTo(new ImageState.Pending());
        assertThat(whole.state()).isEqualTo(new ImageState.Verifying());
    }

    @Test
    void wrongDigestRejectsAndLetsTheBytesGo() {
        Image rejected =
                changed(image(ImageKind.DISK, "", PartRole.DISK).arrived(PartRole.DISK, BYTES, Optional.of(B)));

        assertThat(rejected.state()).isInstanceOf(ImageState.Rejected.class);
        assertThat(rejected.parts().getFirst().arrived()).isEmpty();
    }

    @Test
    void sameBytesTwiceChangeNothingAndOtherBytesAreRefused() {
        Image image = image(ImageKind.KERNEL_RAMDISK, "", PartRole.KERNEL, PartRole.RAMDISK);
        Image half = changed(image.arrived(PartRole.KERNEL, BYTES, Optional.empty()));

        assertThat(half.arrived(PartRole.KERNEL, BYTES, Optional.empty())).isInstanceOf(Unchanged.class);
        assertThat(half.arrived(PartRole.KERNEL, new Part.Bytes(B, 1), Optional.empty()))
                .isInstanceOf(Refused.class);
    }

    @Test
    void bytesDoNotComeBackFromTheDead() {
        Image deleted = changed(image(ImageKind.DISK, "", PartRole.DISK).deleted());

        assertThat(deleted.arrived(PartRole.DISK, BYTES, Optional.empty())).isInstanceOf(Refused.class);
        assertThat(deleted.importing(PartRole.DISK)).isInstanceOf(Refused.class);
        assertThat(deleted.rejected("late")).isInstanceOf(Unchanged.class);
        assertThat(deleted.verified(B, Map.of())).isInstanceOf(Unchanged.class);
        assertThat(deleted.repaired()).isInstanceOf(Unchanged.class);
    }

    @Test
    void importKeepsUploadsOutUntilItsBytesAreThere() {
        Image importing = changed(image(ImageKind.DISK, "", PartRole.DISK).importing(PartRole.DISK));

        assertThat(importing.refusesBytes(PartRole.DISK)).isPresent();
        assertThat(importing.importing(PartRole.DISK)).isInstanceOf(Refused.class);
        assertThat(changed(importing.arrived(PartRole.DISK, BYTES, Optional.empty()))
                        .parts()
                        .getFirst()
                        .importing())
                .isFalse();
    }

    @Test
    void damageAndRepairKeepTheManifest() {
        Image verifying =
                changed(image(ImageKind.DISK, "", PartRole.DISK).arrived(PartRole.DISK, BYTES, Optional.empty()));
        Image ready = changed(
                verifying.verified(B, Map.of(PartRole.DISK, new Part.Stored("raw", "raw", BYTES, 512, Set.of()))));

        Image damaged = changed(ready.damaged("bit"));

        assertThat(damaged.state()).isEqualTo(new ImageState.Damaged(B, "bit"));
        assertThat(changed(damaged.repaired()).state()).isEqualTo(ready.state());
        assertThat(damaged.arrived(PartRole.DISK, BYTES, Optional.empty())).isInstanceOf(Unchanged.class);
    }

    @Test
    void manifestTextIsCanonical() {
        Image image = image(ImageKind.KERNEL_RAMDISK, "console=hvc0", PartRole.RAMDISK, PartRole.KERNEL);
        Manifest manifest = image.withStored(Map.of(
                        PartRole.KERNEL, new Part.Stored("bzimage", "bzimage", BYTES, 512, Set.of()),
                        PartRole.RAMDISK, new Part.Stored("cpio", "cpio", new Part.Bytes(B, 7), 7, Set.of())))
                .manifest();

        assertThat(new String(manifest.canonical(), java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("{\"version\":1,\"kind\":\"KERNEL_RAMDISK\",\"parts\":["
                        + "{\"role\":\"kernel\",\"format\":\"bzimage\",\"digest\":\"" + A
                        + "\",\"sizeBytes\":512,\"virtualBytes\":512},"
                        + "{\"role\":\"ramdisk\",\"format\":\"cpio\",\"digest\":\"" + B
                        + "\",\"sizeBytes\":7,\"virtualBytes\":7}],\"commandLine\":\"console=hvc0\"}");
    }

    @Test
    void manifestSaysHowToBootWhereThatIsSaid() {
        Image image = Image.declare(
                declaration("debian 13", ImageKind.DISK, "", Virtualization.HVM),
                List.of(Part.expected(PartRole.DISK, Optional.empty())));
        Set<BootFact> facts = Set.of(BootFact.BOOT_CODE, BootFact.EXAMINED);
        Manifest manifest = image.withStored(Map.of(PartRole.DISK, new Part.Stored("raw", "raw", BYTES, 512, facts)))
                .manifest();

        assertThat(new String(manifest.canonical(), java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("{\"version\":1,\"kind\":\"DISK\",\"parts\":["
                        + "{\"role\":\"disk\",\"format\":\"raw\",\"digest\":\"" + A
                        + "\",\"sizeBytes\":512,\"virtualBytes\":512,\"boot\":[\"EXAMINED\",\"BOOT_CODE\"]}],"
                        + "\"commandLine\":\"\",\"virtualization\":\"HVM\"}");
    }

    @Test
    void anImageWithAKernelIsNoHvm() {
        assertThatThrownBy(() -> declaration("debian 13", ImageKind.KERNEL_RAMDISK, "", Virtualization.HVM))
                .hasMessageContaining("PV or PVH");
    }

    @Test
    void partsMustFitTheKind() {
        assertThatThrownBy(() -> image(ImageKind.DISK, "", PartRole.KERNEL)).hasMessageContaining("exactly one part");
        assertThatThrownBy(() -> image(ImageKind.DISK, "", PartRole.DISK, PartRole.DISK))
                .hasMessageContaining("each role");
        assertThatThrownBy(() -> image(ImageKind.KERNEL_RAMDISK, "", PartRole.RAMDISK))
                .hasMessageContaining("kernel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a;b", "a'b", "a\"b", "$(a)", "a\\x20", "a`b`", "a[b]", "ä"})
    void commandLineTakesNothingThatAConfigurationFileCouldMisread(String text) {
        assertThatThrownBy(() -> image(ImageKind.KERNEL_RAMDISK, text, PartRole.KERNEL))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " a", "a\n", "a\u0000b", "../etc", "a/b", "\u202eabc"})
    void nameTakesNothingThatCouldForgeALogLineOrAPath(String name) {
        assertThatThrownBy(() -> declaration(name, ImageKind.DISK, "")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Image changed(Transition transition) {
        assertThat(transition).isInstanceOf(Changed.class);
        return ((Changed) transition).image();
    }

    private static Image image(ImageKind kind, String commandLine, PartRole... roles) {
        return Image.declare(
                declaration("debian 13", kind, commandLine),
                List.of(roles).stream()
                        .map(role -> Part.expected(role, Optional.empty()))
                        .toList());
    }

    private static Declaration declaration(String name, ImageKind kind, String commandLine) {
        return declaration(name, kind, commandLine, Virtualization.AUTO);
    }

    private static Declaration declaration(
            String name, ImageKind kind, String commandLine, Virtualization virtualization) {
        return new Declaration(
                new ImageId(new UUID(1, 1)),
                Optional.of(new TenantId(new UUID(2, 2))),
                Optional.empty(),
                name,
                kind,
                false,
                commandLine,
                virtualization,
                Instant.EPOCH);
    }
}
