package org.xenopolis.deploy.local.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.xenopolis.deploy.local.api.CloudApi;

/** A raw disk of random bytes: what the control plane does with an image does not depend on what is in it. */
final class SmallImage {
    private static final int BYTES = 1 << 20;

    private SmallImage() {}

    /** @return the image's id, READY */
    static String importInto(CloudApi tenant) {
        String id = tenant.post("/v1/images", Map.of("name", "small", "kind", "DISK"))
                .required("id")
                .asText();
        tenant.upload("/v1/images/" + id + "/parts/disk", file());
        Cloud.await("the image is ready", () -> {
            JsonNode image = tenant.get("/v1/images/" + id);
            if (image.required("state").asText().equals("REJECTED")) {
                throw new AssertionError("rejected: " + image);
            }
            return image.required("state").asText().equals("READY");
        });
        return id;
    }

    static Map<String, ?> instanceOf(String image) {
        return Map.of("name", "small", "imageId", image, "vcpus", 1, "memoryMiB", 64, "diskMiB", 64);
    }

    private static Path file() {
        byte[] bytes = new byte[BYTES];
        new SplittableRandom(1).nextBytes(bytes);
        // The signature of a boot sector, by which the inspector knows a raw disk.
        bytes[510] = 0x55;
        bytes[511] = (byte) 0xaa;
        try {
            return Files.write(Files.createTempFile("small", ".raw"), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
