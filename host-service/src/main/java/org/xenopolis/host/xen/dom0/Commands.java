package org.xenopolis.host.xen.dom0;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.host.xen.net.Ipv4;

/** Commands as words, for the socket of the helper. Reading makes records again, which check their fields. */
final class Commands {
    private static final int WORDS_MAX = 8;

    private Commands() {}

    static List<String> words(Command command) {
        List<String> words = new ArrayList<>(List.of(command.getClass().getSimpleName()));
        Object[] fields =
                switch (command) {
                    case Command.Hand ignored -> new Object[] {};
                    case Command.Create create -> new Object[] {create.instance()};
                    case Command.Restore restore -> new Object[] {restore.instance()};
                    case Command.Save save -> new Object[] {save.domid(), save.instance()};
                    case Command.Destroy destroy -> new Object[] {destroy.domid()};
                    case Command.MemoryMax max -> new Object[] {max.domid(), max.kibibytes()};
                    case Command.MemorySet set -> new Object[] {set.domid(), set.kibibytes()};
                    case Command.VcpuSet set -> new Object[] {set.domid(), set.vcpus()};
                    case Command.BlockAttach attach -> new Object[] {attach.domid(), attach.device(), attach.vdev()};
                    case Command.BlockDetach detach -> new Object[] {detach.domid(), detach.vdev()};
                    case Command.Fill fill ->
                        new Object[] {fill.instance(), fill.part().name()};
                    case Command.Send send -> new Object[] {send.domid(), send.instance(), send.address(), send.port()};
                    case Command.Receive receive -> new Object[] {receive.instance()};
                    case Command.CopyDisk copy -> new Object[] {copy.instance(), copy.copy()};
                    case Command.DrainCopy drain -> new Object[] {drain.copy()};
                };
        for (Object field : fields) {
            words.add(field.toString());
        }
        return words;
    }

    /** @throws IllegalArgumentException for anything that is no command */
    static Command of(List<String> words) {
        if (words.isEmpty() || words.size() > WORDS_MAX) {
            throw new IllegalArgumentException(words.size() + " words");
        }
        List<String> fields = words.subList(1, words.size());
        Command command =
                switch (words.getFirst()) {
                    case "Hand" -> new Command.Hand();
                    case "Create" -> new Command.Create(instance(fields, 0));
                    case "Restore" -> new Command.Restore(instance(fields, 0));
                    case "Save" -> new Command.Save(number(fields, 0), instance(fields, 1));
                    case "Destroy" -> new Command.Destroy(number(fields, 0));
                    case "MemoryMax" -> new Command.MemoryMax(number(fields, 0), Long.parseLong(field(fields, 1)));
                    case "MemorySet" -> new Command.MemorySet(number(fields, 0), Long.parseLong(field(fields, 1)));
                    case "VcpuSet" -> new Command.VcpuSet(number(fields, 0), number(fields, 1));
                    case "BlockAttach" ->
                        new Command.BlockAttach(
                                number(fields, 0), new BlockDevice(field(fields, 1)), Vdev.of(field(fields, 2)));
                    case "BlockDetach" -> new Command.BlockDetach(number(fields, 0), Vdev.of(field(fields, 1)));
                    case "Fill" -> new Command.Fill(instance(fields, 0), Command.Part.valueOf(field(fields, 1)));
                    case "Send" ->
                        new Command.Send(
                                number(fields, 0), instance(fields, 1), new Ipv4(field(fields, 2)), number(fields, 3));
                    case "Receive" -> new Command.Receive(instance(fields, 0));
                    case "CopyDisk" -> new Command.CopyDisk(instance(fields, 0), UUID.fromString(field(fields, 1)));
                    case "DrainCopy" -> new Command.DrainCopy(UUID.fromString(field(fields, 0)));
                    default -> throw new IllegalArgumentException("no command");
                };
        if (!words(command).equals(words)) {
            // Written in another way than ours: then it did not come from us.
            throw new IllegalArgumentException("no command of ours");
        }
        return command;
    }

    private static String field(List<String> fields, int i) {
        if (i >= fields.size()) {
            throw new IllegalArgumentException("too few words");
        }
        return fields.get(i);
    }

    private static InstanceId instance(List<String> fields, int i) {
        return InstanceId.of(field(fields, i));
    }

    private static int number(List<String> fields, int i) {
        return Integer.parseInt(field(fields, i));
    }
}
