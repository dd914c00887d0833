package org.xenopolis.host.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFileTest {
    @TempDir
    Path folder;

    private static List<byte[]> read(Path path) {
        List<byte[]> records = new ArrayList<>();
        RecordFile.open(path, records::add).close();
        return records;
    }

    @Test
    void aFileCutAnywhereKeepsEveryWholeRecordAndGoesOn() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        Path path = folder.resolve("whole");
        List<byte[]> written = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        try (RecordFile file = RecordFile.open(path, record -> {})) {
            for (int i = 0; i < 12; i++) {
                byte[] record = new byte[random.nextInt(1, 60)];
                random.nextBytes(record);
                file.append(record);
                written.add(record);
                ends.add(file.sizeBytes());
            }
        }
        byte[] bytes = Files.readAllBytes(path);
        for (int cut = 0; cut <= bytes.length; cut++) {
            Path torn = folder.resolve("torn");
            Files.write(torn, Arrays.copyOf(bytes, cut));
            int length = cut;
            int whole = (int) ends.stream().filter(end -> end <= length).count();

            List<byte[]> kept = read(torn);
            assertThat(kept)
                    .as("cut at %d", cut)
                    .containsExactly(written.subList(0, whole).toArray(byte[][]::new));

            try (RecordFile file = RecordFile.open(torn, record -> {})) {
                file.append(new byte[] {42});
            }
            assertThat(read(torn)).hasSize(whole + 1).last().isEqualTo(new byte[] {42});
        }
    }

    @Test
    void aFlippedBitEndsTheFileThere() throws IOException {
        Path path = folder.resolve("flipped");
        try (RecordFile file = RecordFile.open(path, record -> {})) {
            for (byte i = 1; i <= 3; i++) {
                file.append(new byte[] {i, i, i});
            }
        }
        byte[] bytes = Files.readAllBytes(path);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(path, damaged);
            assertThat(read(path)).hasSize(bit / 8 / 11);
        }
    }

    @Test
    void rewritingReplacesEverything() {
        Path path = folder.resolve("rewritten");
        try (RecordFile file = RecordFile.open(path, record -> {})) {
            file.append(new byte[100]);
            file.rewrite(List.of(new byte[] {1}, new byte[] {2}));
            file.append(new byte[] {3});
        }
        assertThat(read(path)).containsExactly(new byte[] {1}, new byte[] {2}, new byte[] {3});
    }
}
