package org.xenopolis.deploy.local.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.xenopolis.deploy.local.stack.StackException;

/** The demo's guest: made once from Debian packages by deploy/guest-image and kept outside the checkout. */
public final class GuestImage {
    private GuestImage() {}

    /** @return the folder with vmlinuz, initrd.img and disk.raw: the last line that the script prints */
    public static Path build() {
        Path script = Path.of(System.getProperty("xeno.root", "."), "deploy", "guest-image", "build.sh");
        try {
            Process build = new ProcessBuilder(script.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String printed = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (build.waitFor() != 0) {
                throw new StackException("the guest image could not be made, see above");
            }
            return Path.of(printed.strip().lines().reduce((first, last) -> last).orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted");
        }
    }
}
