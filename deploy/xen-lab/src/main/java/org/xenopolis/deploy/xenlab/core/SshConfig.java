package org.xenopolis.deploy.xenlab.core;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The configuration file with which {@code ssh xen1} and {@code scp} reach the hosts. */
public record SshConfig(LabSettings settings, Path key, Path knownHosts) {
    public String text() {
        StringBuilder text = new StringBuilder();
        for (HostNumber host : settings.numbers()) {
            text.append("""
                    Host %s
                        HostName %s
                    """.formatted(host.title(), settings.network().address(host)));
        }
        return text.append("""
                Host *
                    User root
                    IdentityFile "%s"
                    IdentitiesOnly yes
                    UserKnownHostsFile "%s"
                    StrictHostKeyChecking yes
                    LogLevel ERROR
                """.formatted(key, knownHosts)).toString();
    }

    /** The hosts' own keys, as ssh wants to know them. */
    public static String knownHosts(LabNetwork network, Map<HostNumber, String> publicKeys) {
        Map<String, String> lines = new TreeMap<>();
        publicKeys.forEach((host, key) -> lines.put(network.address(host), key.strip()));
        StringBuilder text = new StringBuilder();
        lines.forEach(
                (address, key) -> text.append(address).append(' ').append(key).append('\n'));
        return text.toString();
    }
}
