package org.xenopolis.kit.grpc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What an identity's three files held at one moment: whole, and belonging together.
 *
 * @param chain the identity's certificate first
 * @param trust in the authorities
 */
record TlsMaterial(PeerIdentity identity, List<X509Certificate> chain, PrivateKey key, X509ExtendedTrustManager trust) {
    private static final byte[] PROBE = "xenopolis".getBytes(StandardCharsets.US_ASCII);

    TlsMaterial {
        chain = List.copyOf(chain);
    }

    /** @throws GeneralSecurityException when one of them is not whole, or key and certificate do not belong together */
    static TlsMaterial read(TlsFiles files) throws IOException, GeneralSecurityException {
        List<X509Certificate> chain = certificates(files.certificate());
        PrivateKey key = key(files.key());
        X509Certificate leaf = chain.getFirst();
        if (!belongTogether(key, leaf)) {
            throw new InvalidKeyException(files.key() + " is not the key of " + files.certificate());
        }
        return new TlsMaterial(identity(leaf), chain, key, trust(certificates(files.authority())));
    }

    private static PeerIdentity identity(X509Certificate leaf) throws CertificateException {
        try {
            return PeerIdentity.of(leaf);
        } catch (IllegalArgumentException e) {
            throw new CertificateException("the certificate names no identity", e);
        }
    }

    private static List<X509Certificate> certificates(Path file) throws IOException, CertificateException {
        byte[] pem = Files.readAllBytes(file);
        List<X509Certificate> certificates =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                        .map(X509Certificate.class::cast)
                        .toList();
        if (certificates.isEmpty()) {
            throw new CertificateException(file + " holds no certificate");
        }
        return certificates;
    }

    /** PKCS#8. */
    private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        byte[] der;
        try {
            der = Base64.getDecoder().decode(text.replaceAll("-----[A-Z ]+-----|\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new InvalidKeySpecException(file + " holds no PEM", e);
        }
        for (String algorithm : List.of("EC", "RSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                // Perhaps of the next kind.
            }
        }
        throw new InvalidKeySpecException(file + " holds no PKCS#8 key");
    }

    private static boolean belongTogether(PrivateKey key, X509Certificate leaf) throws GeneralSecurityException {
        if (!key.getAlgorithm().equals(leaf.getPublicKey().getAlgorithm())) {
            return false;
        }
        Signature probe =
                Signature.getInstance("SHA256with" + (key.getAlgorithm().equals("EC") ? "ECDSA" : "RSA"));
        probe.initSign(key);
        probe.update(PROBE);
        byte[] signed = probe.sign();
        probe.initVerify(leaf);
        probe.update(PROBE);
        return probe.verify(signed);
    }

    private static X509ExtendedTrustManager trust(List<X509Certificate> authorities)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("authority-" + i, authorities.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new CertificateException(
                        "no trust manager for X.509 among " + Arrays.<TrustManager>asList(factory.getTrustManagers())));
    }
}
