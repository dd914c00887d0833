package org.xenopolis.deploy.xenlab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.xenopolis.deploy.xenlab.core.HostNumber;

/** Reaches the hosts. */
public record Ssh(LabFolder folder) {
    private static final List<String> UNATTENDED = List.of("-o", "BatchMode=yes", "-o", "ConnectTimeout=5");

    /** On this terminal; its exit code. */
    public int interactive(HostNumber host, List<String> command) {
        return Programs.interactive(command(host, List.of(), command));
    }

    /** What the command says; one that fails is an error. */
    public String run(HostNumber host, String command) {
        return Programs.run(command(host, UNATTENDED, List.of(command)));
    }

    /** Starts a command that goes on; its complaints go nowhere. */
    public Process start(HostNumber host, String command) {
        try {
            return new ProcessBuilder(command(host, UNATTENDED, List.of(command)))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new LabException("cannot start ssh: " + e.getMessage());
        }
    }

    /** Copies files into a folder of the host, or one to a name there. */
    public void copy(HostNumber host, List<Path> files, String to) {
        List<String> command =
                new ArrayList<>(List.of("scp", "-q", "-F", folder.sshConfig().toString()));
        command.addAll(UNATTENDED);
        files.forEach(file -> command.add(file.toString()));
        command.add(host.title() + ":" + to);
        Programs.run(command);
    }

    Programs.Ended tried(HostNumber host, String command) {
        return Programs.tried(command(host, UNATTENDED, List.of(command)));
    }

    private List<String> command(HostNumber host, List<String> options, List<String> command) {
        List<String> all =
                new ArrayList<>(List.of("ssh", "-F", folder.sshConfig().toString()));
        all.addAll(options);
        all.add(host.title());
        all.addAll(command);
        return all;
    }
}
