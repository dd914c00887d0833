package org.xenopolis.deploy.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final int URI_NAME = 6;

    @TempDir
    Path folder;

    @Test
    void aLeafHasOneIdentityAndBothUses() throws Exception {
        UUID host = UUID.fromString("6a9b3f0e-0000-4000-8000-000000000001");

        X509Certificate leaf = read(at(NOW).host(host).certificate());

        leaf.verify(read(folder.resolve("ca.pem")).getPublicKey());
        List<String> uris = leaf.getSubjectAlternativeNames().stream()
                .filter(name -> name.get(0).equals(URI_NAME))
                .map(name -> name.get(1).toString())
                .toList();
        assertThat(uris).containsExactly("spiffe://xenopolis/host/" + host);
        assertThat(leaf.getExtendedKeyUsage()).containsExactlyInAnyOrder("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
        assertThat(leaf.getBasicConstraints()).isNegative();
    }

    @Test
    void aLeafIsKeptForHalfItsLifeAndThenIssuedAgain() throws Exception {
        Path certificate = at(NOW).service("billing").certificate();
        X509Certificate first = read(certificate);

        at(NOW.plus(Duration.ofHours(11))).service("billing");
        assertThat(read(certificate)).isEqualTo(first);

        at(NOW.plus(Duration.ofHours(13))).renewAll();
        assertThat(read(certificate).getSerialNumber()).isNotEqualTo(first.getSerialNumber());
    }

    @Test
    void onlyTheOwnerMayReadAKey() throws IOException {
        Path key = at(NOW).service("billing").key();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(key)).startsWith("-----BEGIN PRIVATE KEY-----");
    }

    private CertificateAuthority at(Instant now) {
        return CertificateAuthority.open(folder, CertificateAuthority.LEAF_LIFE, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static X509Certificate read(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
