package org.xenopolis.images.core;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.xenopolis.cluster.ImageId;
import org.xenopolis.cluster.ProjectId;
import org.xenopolis.cluster.TenantId;

/**
 * What is said about an image when it is created and never changes afterwards.
 *
 * @param tenant empty for an image of the operators
 * @param commandLine kernel arguments; a closed character set, because hosts write them into a configuration file
 */
public record Declaration(
        ImageId id,
        Optional<TenantId> tenant,
        Optional<ProjectId> project,
        String name,
        ImageKind kind,
        boolean shared,
        String commandLine,
        Virtualization virtualization,
        Instant createdAt) {
    public static final int NAME_CHARACTERS_MAX = 128;
    public static final int COMMAND_LINE_CHARACTERS_MAX = 1_024;
    // Letters, digits and inner spaces or signs: no control characters, so that a name cannot forge a log line.
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}]([\\p{L}\\p{N} ._:+()-]*[\\p{L}\\p{N}.)+])?");
    private static final Pattern COMMAND_LINE = Pattern.compile("[A-Za-z0-9 ._,:/=@+%~-]*");

    /** Throws {@link IllegalArgumentException} with a sentence for the caller. */
    public Declaration {
        if (name.length() > NAME_CHARACTERS_MAX || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("The name needs 1 to " + NAME_CHARACTERS_MAX
                    + " letters, digits, spaces or ._:+()- and begins with a letter or digit.");
        }
        if (commandLine.length() > COMMAND_LINE_CHARACTERS_MAX
                || !COMMAND_LINE.matcher(commandLine).matches()) {
            throw new IllegalArgumentException("The command line takes at most " + COMMAND_LINE_CHARACTERS_MAX
                    + " letters, digits, spaces and ._,:/=@+%~- only.");
        }
        if (kind == ImageKind.DISK && !commandLine.isEmpty()) {
            throw new IllegalArgumentException("Only an image with a kernel takes a command line.");
        }
        if (kind == ImageKind.KERNEL_RAMDISK && virtualization == Virtualization.HVM) {
            throw new IllegalArgumentException("An image with a kernel runs as PV or PVH: HVM boots from a disk.");
        }
    }

    /** @param asking empty for an operator, who sees all */
    public boolean visibleTo(Optional<TenantId> asking) {
        return asking.isEmpty() || shared || tenant.equals(asking);
    }

    /** Sharing lets others use an image, not change it. */
    public boolean changeableBy(Optional<TenantId> asking) {
        return asking.isEmpty() || tenant.equals(asking);
    }
}
