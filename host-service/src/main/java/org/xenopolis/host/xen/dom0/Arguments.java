package org.xenopolis.host.xen.dom0;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Programs and arguments of commands. Never text for a shell. */
public final class Arguments {
    /** Its parts make one program, of which the last begins to work. */
    static final byte[] HAND = (Programs.text("guard.py")
                    + Programs.text("network.py")
                    + Programs.text("host.py")
                    + Programs.text("plugs.py")
                    + Programs.text("hand.py"))
            .getBytes(StandardCharsets.UTF_8);

    private static final String SEND = Programs.text("line.py") + Programs.text("writes.py") + Programs.text("send.py");
    private static final String RECEIVE = Programs.text("line.py") + Programs.text("receive.py");
    private static final String BLOCKS = Programs.text("blocks.py");

    private Arguments() {}

    public static List<String> of(Command command, Layout layout) {
        return switch (command) {
            case Command.Hand ignored -> hand(layout);
            case Command.Create create ->
                List.of("xl", "create", "-p", "-e", "-q", layout.file(create.instance(), Ask.SmallFile.CONFIG));
            case Command.Restore restore ->
                List.of(
                        "xl",
                        "restore",
                        "-p",
                        "-e",
                        layout.file(restore.instance(), Ask.SmallFile.CONFIG),
                        layout.instance(restore.instance(), "saved"));
            case Command.Save save ->
                List.of("xl", "save", "-p", text(save.domid()), layout.instance(save.instance(), "saved.part"));
            case Command.Destroy destroy -> List.of("xl", "destroy", text(destroy.domid()));
            case Command.MemoryMax max -> List.of("xl", "mem-max", text(max.domid()), max.kibibytes() + "k");
            case Command.MemorySet set -> List.of("xl", "mem-set", text(set.domid()), set.kibibytes() + "k");
            case Command.VcpuSet set ->
                List.of("xl", "vcpu-set", "--ignore-host", text(set.domid()), text(set.vcpus()));
            case Command.BlockAttach attach ->
                List.of(
                        "xl",
                        "block-attach",
                        text(attach.domid()),
                        "format=raw,vdev=" + attach.vdev() + ",access=rw,script=" + layout.plug("block") + ",target="
                                + attach.device());
            case Command.BlockDetach detach ->
                List.of(
                        "xl",
                        "block-detach",
                        text(detach.domid()),
                        detach.vdev().toString());
            case Command.Fill fill ->
                List.of("python3", "-c", BLOCKS, "fill", layout.part(fill.instance(), fill.part()));
            case Command.Send send ->
                List.of(
                        "python3",
                        "-c",
                        SEND,
                        layout.root(),
                        text(send.domid()),
                        send.instance().toString(),
                        send.address().value(),
                        text(send.port()));
            case Command.Receive receive ->
                List.of(
                        "python3",
                        "-c",
                        RECEIVE,
                        layout.root(),
                        receive.instance().toString());
            case Command.CopyDisk copy ->
                List.of(
                        "cp",
                        "--reflink=auto",
                        "--sparse=always",
                        layout.instance(copy.instance(), "disk.raw"),
                        layout.copy(copy.copy()));
            case Command.DrainCopy drain -> List.of("python3", "-c", BLOCKS, "drain", layout.copy(drain.copy()));
        };
    }

    /** Its program is long for a command line, so it comes on its input, before the first ask. */
    private static List<String> hand(Layout layout) {
        return List.of(
                "python3",
                "-u",
                "-c",
                "import sys, os; n = " + HAND.length + "; p = b''\n"
                        + "while len(p) < n: p += os.read(0, n - len(p))\n"
                        + "exec(compile(p, 'hand', 'exec'))",
                layout.root(),
                layout.run());
    }

    private static String text(int number) {
        return Integer.toString(number);
    }
}
