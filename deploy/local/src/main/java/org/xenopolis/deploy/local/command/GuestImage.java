package org.xenopolis.deploy.local.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.xenopolis.deploy.local.stack.StackException;

/** The demo's guest: made once from Debian packages by deploy/guest-image and kept outside the checkout. */
public final class GuestImage {
    private GuestImage() {}

    /** @param folder will hold vmlinuz, initrd.img, disk.raw and boot.raw */
    public static void buildInto(Path folder) {
        Path script = Path.of(System.getProperty("xeno.root", "."), "deploy", "guest-image", "build.sh");
        try {
            if (new ProcessBuilder(script.toString(), folder.toString())
                            .inheritIO()
                            .start()
                            .waitFor()
                    != 0) {
                throw new StackException("the guest image could not be made, see above");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted");
        }
    }
}
