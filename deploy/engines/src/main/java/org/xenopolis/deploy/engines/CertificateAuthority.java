package org.xenopolis.deploy.engines;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The small authority behind mutual TLS between services and agents.
 *
 * <p>A leaf names exactly one identity, as a URI ({@code spiffe://xenopolis/svc/<name>} or
 * {@code spiffe://xenopolis/host/<uuid>}): who it is. Its DNS names say only where it may be reached. Leaves are short
 * lived and issued again when less than half of their life remains.
 */
public final class CertificateAuthority {
    public static final Duration LEAF_LIFE = Duration.ofHours(24);

    private static final Duration ROOT_LIFE = Duration.ofDays(3650);
    // Clocks of hosts differ a little.
    private static final Duration BACKDATED = Duration.ofMinutes(5);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path directory;
    private final Duration leafLife;
    private final Clock clock;
    private final X509Certificate root;
    private final PrivateKey rootKey;

    private CertificateAuthority(
            Path directory, Duration leafLife, Clock clock, X509Certificate root, PrivateKey rootKey) {
        this.directory = directory;
        this.leafLife = leafLife;
        this.clock = clock;
        this.root = root;
        this.rootKey = rootKey;
    }

    /** Opens the authority of that folder; the first time, makes its key ({@code ca-key.pem}) and {@code ca.pem}. */
    public static CertificateAuthority open(Path directory, Duration leafLife, Clock clock) {
        Path certificate = directory.resolve("ca.pem");
        Path key = directory.resolve("ca-key.pem");
        try {
            Folders.createPrivate(directory);
            // The certificate is written last: it is there only when its key is.
            if (!Files.exists(certificate)) {
                KeyPair pair = newKeyPair();
                Folders.writePrivate(key, pem(pair.getPrivate()));
                Folders.writePrivate(certificate, pem(selfSigned(pair, clock.instant())));
            }
            return new CertificateAuthority(directory, leafLife, clock, readCertificate(certificate), readKey(key));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new EngineException(
                    "cannot open the certificate authority in " + directory + ": " + e.getMessage(), e);
        }
    }

    /** The files of one identity. */
    public record Leaf(Path certificate, Path key) {}

    /** {@code svc/<name>.pem} and {@code svc/<name>-key.pem}. */
    public Leaf service(String name) {
        return leaf("svc", name);
    }

    /** {@code host/<uuid>.pem} and {@code host/<uuid>-key.pem}. */
    public Leaf host(UUID host) {
        return leaf("host", host.toString());
    }

    public Path rootCertificate() {
        return directory.resolve("ca.pem");
    }

    private Leaf leaf(String kind, String name) {
        Path folder = directory.resolve(kind);
        Leaf leaf = new Leaf(folder.resolve(name + ".pem"), folder.resolve(name + "-key.pem"));
        try {
            Folders.createPrivate(folder);
            if (!isFresh(leaf)) {
                KeyPair pair = newKeyPair();
                X509Certificate certificate = issue(pair, kind, name);
                Folders.writePrivate(leaf.key(), pem(pair.getPrivate()));
                Folders.writePrivate(leaf.certificate(), pem(certificate));
            }
            return leaf;
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new EngineException("cannot issue a certificate for " + kind + "/" + name + ": " + e.getMessage(), e);
        }
    }

    private boolean isFresh(Leaf leaf) throws IOException, GeneralSecurityException {
        if (!Files.exists(leaf.certificate()) || !Files.exists(leaf.key())) {
            return false;
        }
        X509Certificate certificate = readCertificate(leaf.certificate());
        Instant renewal = certificate.getNotAfter().toInstant().minus(leafLife.dividedBy(2));
        return clock.instant().isBefore(renewal) && belongsHere(certificate);
    }

    private boolean belongsHere(X509Certificate certificate) {
        try {
            certificate.verify(root.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private X509Certificate issue(KeyPair pair, String kind, String name)
            throws CertIOException, GeneralSecurityException, OperatorCreationException {
        GeneralName[] names = {
            new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://xenopolis/" + kind + "/" + name),
            new GeneralName(GeneralName.dNSName, name + "." + kind + ".xenopolis.internal"),
            new GeneralName(GeneralName.dNSName, "localhost")
        };
        Instant now = clock.instant();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                root,
                serial(),
                from(now),
                Date.from(now.plus(leafLife)),
                new X500Principal("CN=" + name),
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
            KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
        }));
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        return signed(builder, rootKey);
    }

    private static X509Certificate selfSigned(KeyPair pair, Instant now)
            throws CertIOException, GeneralSecurityException, OperatorCreationException {
        X500Principal self = new X500Principal("CN=Xenopolis local authority");
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                self, serial(), from(now), Date.from(now.plus(ROOT_LIFE)), self, pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        return signed(builder, pair.getPrivate());
    }

    private static X509Certificate signed(JcaX509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    }

    private static Date from(Instant now) {
        return Date.from(now.minus(BACKDATED));
    }

    private static BigInteger serial() {
        return new BigInteger(120, RANDOM).setBit(120);
    }

    private static KeyPair newKeyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object instanceof PrivateKey key ? new JcaPKCS8Generator(key, null) : object);
        }
        return text.toString();
    }

    private static X509Certificate readCertificate(Path file) throws IOException, GeneralSecurityException {
        return new JcaX509CertificateConverter().getCertificate((X509CertificateHolder) readPem(file));
    }

    private static PrivateKey readKey(Path file) throws IOException {
        return new JcaPEMKeyConverter().getPrivateKey((PrivateKeyInfo) readPem(file));
    }

    private static Object readPem(Path file) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(Files.readString(file)))) {
            Object object = parser.readObject();
            if (object == null) {
                throw new IOException(file + " holds no PEM");
            }
            return object;
        }
    }

    /** Every identity's files this authority issued so far that need to be issued again now. */
    public List<Leaf> renewAll() {
        return List.of("svc", "host").stream()
                .flatMap(kind -> names(kind).stream().map(name -> leaf(kind, name)))
                .toList();
    }

    private List<String> names(String kind) {
        String ending = "-key.pem";
        try (var files = Files.list(Folders.createPrivate(directory.resolve(kind)))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .toList();
        } catch (IOException e) {
            throw new EngineException("cannot list " + directory.resolve(kind) + ": " + e.getMessage(), e);
        }
    }
}
