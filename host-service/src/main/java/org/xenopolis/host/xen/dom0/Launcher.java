package org.xenopolis.host.xen.dom0;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How a program of dom0 is started from this process. */
public sealed interface Launcher {
    List<String> line(List<String> arguments);

    /** This is dom0, and this process is root. */
    record Here() implements Launcher {
        @Override
        public List<String> line(List<String> arguments) {
            return arguments;
        }
    }

    /**
     * Over ssh, for sites without an agent in dom0. All programs share one connection.
     *
     * @param address an IP literal or a host name of the site's registry
     * @param sockets a folder of this process; its path must be short
     */
    record Ssh(String user, String address, int port, Path key, Path knownHosts, Path sockets) implements Launcher {
        public Ssh {
            // ssh reads it: it must be no option and hold nothing that ssh would expand.
            if (!address.matches("[0-9A-Za-z][0-9A-Za-z.:-]*") || !user.matches("[a-z][a-z0-9-]*")) {
                throw new IllegalArgumentException("no address: " + user + "@" + address);
            }
        }

        @Override
        public List<String> line(List<String> arguments) {
            List<String> line = new ArrayList<>(List.of("ssh", "-F", "none", "-T", "-x"));
            option(line, "BatchMode=yes");
            option(line, "StrictHostKeyChecking=yes");
            option(line, "UserKnownHostsFile=" + knownHosts);
            option(line, "IdentitiesOnly=yes");
            option(line, "ControlMaster=auto");
            option(line, "ControlPath=" + sockets.resolve("%C"));
            option(line, "ControlPersist=60");
            option(line, "ServerAliveInterval=10");
            option(line, "ConnectTimeout=20");
            option(line, "LogLevel=ERROR");
            line.addAll(List.of("-i", key.toString(), "-p", Integer.toString(port), user + "@" + address, "--"));
            line.add(arguments.stream().map(Ssh::quote).collect(Collectors.joining(" ")));
            return List.copyOf(line);
        }

        private static void option(List<String> line, String option) {
            line.add("-o");
            line.add(option);
        }

        /** The one place where shell text is made: sshd gives its command line to a shell. */
        static String quote(String argument) {
            if (argument.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("an argument with a zero");
            }
            return "'" + argument.replace("'", "'\\''") + "'";
        }
    }
}
