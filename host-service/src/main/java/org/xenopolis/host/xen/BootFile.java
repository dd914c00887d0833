package org.xenopolis.host.xen;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.host.driver.DiskSource;
import org.xenopolis.host.driver.DiskSource.Fact;
import org.xenopolis.host.driver.DiskSource.Wish;
import org.xenopolis.host.xen.config.BootChoice;
import org.xenopolis.host.xen.dom0.Command.Part;
import org.xenopolis.host.xen.dom0.Layout;

/** What an instance's image brings to boot it, kept beside its disk: the image itself may be gone by then. */
record BootFile(boolean kernel, boolean ramdisk, Wish wish, Set<Fact> facts, String commandLine) {
    static final BootFile NONE = new BootFile(false, false, Wish.AUTO, Set.of(), "");

    private static final String KERNEL = "kernel";
    private static final String RAMDISK = "ramdisk";

    static BootFile of(DiskSource source) {
        Set<DiskSource.Role> roles =
                source.parts().stream().map(DiskSource.Part::role).collect(Collectors.toUnmodifiableSet());
        return new BootFile(
                roles.contains(DiskSource.Role.KERNEL),
                roles.contains(DiskSource.Role.RAMDISK),
                source.wish(),
                source.facts(),
                source.commandLine());
    }

    /** A line of words, then the kernel's command line as it is. */
    byte[] bytes() {
        List<String> words = new ArrayList<>();
        if (kernel) {
            words.add(KERNEL);
        }
        if (ramdisk) {
            words.add(RAMDISK);
        }
        words.add(wish.name());
        facts.stream().sorted().map(Fact::name).forEach(words::add);
        return (String.join(" ", words) + "\n" + commandLine).getBytes(StandardCharsets.UTF_8);
    }

    /** @param answer of the hand */
    static BootFile of(List<String> answer) {
        String word = answer.isEmpty() ? "-" : answer.getFirst();
        if (word.equals("-")) {
            return NONE;
        }
        String text = new String(Base64.getDecoder().decode(word), StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        Set<String> words = Set.copyOf(List.of(text.substring(0, end).split(" ")));
        return new BootFile(
                words.contains(KERNEL),
                words.contains(RAMDISK),
                // A file from before there were wishes has none.
                Stream.of(Wish.values())
                        .filter(wish -> words.contains(wish.name()))
                        .findFirst()
                        .orElse(Wish.AUTO),
                Stream.of(Fact.values())
                        .filter(fact -> words.contains(fact.name()))
                        .collect(Collectors.toUnmodifiableSet()),
                text.substring(end + 1));
    }

    BootChoice.Image image(InstanceId instance, Layout layout) {
        return new BootChoice.Image(
                kernel ? layout.part(instance, Part.KERNEL) : "",
                ramdisk ? layout.part(instance, Part.RAMDISK) : "",
                commandLine,
                wish,
                facts);
    }
}
