package org.xenopolis.host.xen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xenopolis.host.driver.DiskSource.Fact;
import org.xenopolis.host.driver.DiskSource.Wish;

class BootFileTest {
    @Test
    void readsWhatItWrote() {
        BootFile file = new BootFile(
                true, false, Wish.PVH, Set.of(Fact.EXAMINED, Fact.PVH_ENTRY), "console=hvc0 ramdisk PV\nHVM");

        assertThat(read(file.bytes())).isEqualTo(file);
        assertThat(read(BootFile.NONE.bytes())).isEqualTo(BootFile.NONE);
        assertThat(BootFile.of(List.of("-"))).isEqualTo(BootFile.NONE);
    }

    @Test
    void readsFilesFromBeforeThereWereWishes() {
        assertThat(read("kernel ramdisk\nquiet".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new BootFile(true, true, Wish.AUTO, Set.of(), "quiet"));
        assertThat(read("\n".getBytes(StandardCharsets.UTF_8))).isEqualTo(BootFile.NONE);
    }

    private static BootFile read(byte[] bytes) {
        return BootFile.of(List.of(Base64.getEncoder().encodeToString(bytes)));
    }
}
