package org.xenopolis.deploy.xenlab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.xenopolis.deploy.engines.EngineFiles;
import org.xenopolis.deploy.engines.Folders;
import org.xenopolis.deploy.xenlab.core.RecipeHash;

/** What the hosts boot from, kept outside the checkout by the hash of its recipe. */
final class LabImage {
    private static final List<String> FILES = List.of("xen", "vmlinuz", "initrd.img", "dom0.raw", "packages.txt");

    private final Path recipe;
    private final Path guest;
    private final Path cache;
    private final String hash;

    private LabImage(Path recipe, Path guest, Path cache) {
        this.recipe = recipe;
        this.guest = guest;
        this.cache = cache;
        this.hash = RecipeHash.of(ingredients());
    }

    /** The image that this checkout asks for. */
    static LabImage of(Path checkout) {
        return new LabImage(
                checkout.resolve("deploy/xen-lab/recipe"),
                checkout.resolve("deploy/guest-image"),
                EngineFiles.cacheFolder().resolve("xen-lab"));
    }

    String hash() {
        return hash;
    }

    Path folder() {
        return cache.resolve(hash);
    }

    boolean isThere() {
        return FILES.stream().allMatch(file -> Files.exists(folder().resolve(file)));
    }

    Path cache() {
        return cache;
    }

    /** Makes it anew; a build that fails leaves nothing behind that could be taken for an image. */
    void build() {
        Path part = cache.resolve(hash + ".part");
        Path guestFiles = cache.resolve("guest");
        try {
            Files.createDirectories(cache);
            Folders.delete(part);
            Files.createDirectories(part);
            run(List.of(guest.resolve("build.sh").toString(), guestFiles.toString()), "the guest image");
            run(
                    List.of(recipe.resolve("build.sh").toString(), guestFiles.toString(), part.toString()),
                    "the image of the hosts");
            Folders.delete(folder());
            Files.move(part, folder(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LabException("cannot write to " + cache + ": " + e.getMessage());
        }
    }

    private static void run(List<String> command, String what) {
        if (Programs.interactive(command) != 0) {
            throw new LabException(what + " could not be made, see above");
        }
    }

    /** The recipe, and that of the guest which lies in it. */
    private Map<String, byte[]> ingredients() {
        Map<String, byte[]> files = new TreeMap<>();
        read(recipe, "host/", files);
        read(guest, "guest/", files);
        return files;
    }

    private static void read(Path folder, String prefix, Map<String, byte[]> files) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(prefix + folder.relativize(path), Files.readAllBytes(path));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
