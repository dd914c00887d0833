package org.xenopolis.host.xen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xenopolis.cluster.HostId;
import org.xenopolis.kit.grpc.TlsFiles;

/**
 * The way of migrations from dom0 to dom0, past the agents: TLS with the hosts' own identities.
 *
 * @param host this one
 * @param identity which the programs in dom0 are given as they start
 * @param address of dom0, an IPv4 literal that the other hosts reach
 * @param port where it listens for the host that takes a guest from it; 0 is any
 */
public record DataLine(HostId host, TlsFiles identity, String address, int port) {
    /** Authority, certificate and key: PEM in base64. Read anew each time, since they are renewed. */
    String words() {
        return Stream.of(identity.authority(), identity.certificate(), identity.key())
                .map(DataLine::base64)
                .collect(Collectors.joining(" "));
    }

    private static String base64(Path file) {
        try {
            return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
