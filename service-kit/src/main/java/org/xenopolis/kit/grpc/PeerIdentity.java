package org.xenopolis.kit.grpc;

import java.net.URI;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.UUID;

/** Who is at the other end, from the one URI SAN of its certificate. */
public sealed interface PeerIdentity {
    String TRUST_DOMAIN = "xenopolis";

    record Service(String name) implements PeerIdentity {}

    record Host(UUID id) implements PeerIdentity {}

    /** Whether the caller list of a method names this peer. */
    default boolean isOneOf(List<String> callers) {
        return switch (this) {
            case Service service -> callers.contains(service.name());
            case Host ignored -> callers.contains("host");
        };
    }

    /** @throws IllegalArgumentException unless there is exactly one URI SAN and it is ours */
    static PeerIdentity of(X509Certificate certificate) {
        try {
            var names = certificate.getSubjectAlternativeNames();
            List<String> uris = names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> Integer.valueOf(6).equals(name.get(0)))
                            .map(name -> (String) name.get(1))
                            .toList();
            if (uris.size() != 1) {
                throw new IllegalArgumentException("a certificate needs exactly one URI name, not " + uris.size());
            }
            return parse(URI.create(uris.getFirst()));
        } catch (CertificateParsingException e) {
            throw new IllegalArgumentException("unreadable certificate", e);
        }
    }

    private static PeerIdentity parse(URI uri) {
        String[] path = uri.getPath() == null ? new String[0] : uri.getPath().split("/", -1);
        if (!"spiffe".equals(uri.getScheme()) || !TRUST_DOMAIN.equals(uri.getHost()) || path.length != 3) {
            throw new IllegalArgumentException("not an identity of this cloud: " + uri);
        }
        return switch (path[1]) {
            case "svc" -> new Service(path[2]);
            case "host" -> new Host(UUID.fromString(path[2]));
            default -> throw new IllegalArgumentException("not an identity of this cloud: " + uri);
        };
    }
}
