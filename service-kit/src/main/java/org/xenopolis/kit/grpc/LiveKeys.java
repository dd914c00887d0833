package org.xenopolis.kit.grpc;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Shows the certificate that the identity has when a handshake begins, and the key that belongs to it until it ends. */
final class LiveKeys extends X509ExtendedKeyManager {
    private final LiveTls identity;

    LiveKeys(LiveTls identity) {
        this.identity = identity;
    }

    @Override
    public String chooseEngineClientAlias(String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
        return identity.alias();
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return identity.alias();
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
        return identity.alias();
    }

    @Override
    public String chooseServerAlias(String keyType, Principal @Nullable [] issuers, Socket socket) {
        return identity.alias();
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {identity.alias()};
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {identity.alias()};
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        TlsMaterial material = identity.of(alias);
        return material == null ? null : material.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        TlsMaterial material = identity.of(alias);
        return material == null ? null : material.key();
    }
}
