package org.xenopolis.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Publishes a key and signs tokens with it: as Keycloak does, and in every wrong way. */
public class OwnIssuer implements QuarkusTestResourceLifecycleManager {
    private static final KeyPair KEY = newKey();
    private static final KeyPair OTHER = newKey();
    private static final String KEY_ID = "k1";
    private static @Nullable HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server = started;
            answer(
                    started,
                    "/realms/own/.well-known/openid-configuration",
                    Map.of(
                            "issuer", issuer(),
                            "jwks_uri", issuer() + "/certs",
                            "token_endpoint", issuer() + "/token",
                            "authorization_endpoint", issuer() + "/auth"));
            answer(started, "/realms/own/certs", Map.of("keys", List.of(jwk(KEY))));
            started.start();
            return Map.of("xeno.oidc.issuer", issuer());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int order() {
        // After the cloud, whose issuer it replaces.
        return 10;
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    static String issuer() {
        return "http://127.0.0.1:" + Objects.requireNonNull(server).getAddress().getPort() + "/realms/own";
    }

    /** Right in every claim. @param tenant null for an operator */
    static Map<String, Object> claims(@Nullable UUID tenant) {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = new HashMap<>(Map.of(
                "iss",
                issuer(),
                "aud",
                "xenopolis-api",
                "sub",
                "somebody",
                "typ",
                "Bearer",
                "iat",
                now,
                "exp",
                now + 300,
                "realm_access",
                Map.of("roles", List.of(tenant == null ? "operator" : "tenant"))));
        if (tenant != null) {
            claims.put("tenant", tenant.toString());
        }
        return claims;
    }

    static String sign(Map<String, Object> claims) {
        return signed(Map.of("alg", "RS256", "typ", "JWT", "kid", KEY_ID), claims, KEY);
    }

    static String signWrongly(String how, Map<String, Object> claims) {
        Map<String, Object> header = new HashMap<>(Map.of("alg", "RS256", "typ", "JWT", "kid", KEY_ID));
        return switch (how) {
            case "ALGORITHM_NONE" -> {
                header.put("alg", "none");
                yield encode(header) + "." + encode(claims) + ".";
            }
            case "ALGORITHM_HS256_WITH_THE_PUBLIC_KEY" -> {
                header.put("alg", "HS256");
                yield hmac(encode(header) + "." + encode(claims));
            }
            case "OTHER_KEY_SAME_ID" -> signed(header, claims, OTHER);
            case "UNKNOWN_KEY_ID" -> {
                header.put("kid", "../../etc/passwd");
                yield signed(header, claims, OTHER);
            }
            case "KEY_IN_THE_HEADER" -> {
                header.put("jwk", jwk(OTHER));
                header.remove("kid");
                yield signed(header, claims, OTHER);
            }
            default -> throw new IllegalArgumentException(how);
        };
    }

    private static String signed(Map<String, Object> header, Map<String, Object> claims, KeyPair key) {
        String body = encode(header) + "." + encode(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.getPrivate());
            signature.update(body.getBytes(StandardCharsets.US_ASCII));
            return body + "." + encode(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hmac(String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY.getPublic().getEncoded(), "HmacSHA256"));
            return body + "." + encode(mac.doFinal(body.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> jwk(KeyPair key) {
        RSAPublicKey rsa = (RSAPublicKey) key.getPublic();
        return Map.of(
                "kty",
                "RSA",
                "kid",
                KEY_ID,
                "use",
                "sig",
                "alg",
                "RS256",
                "n",
                encode(unsigned(rsa.getModulus())),
                "e",
                encode(unsigned(rsa.getPublicExponent())));
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static void answer(HttpServer server, String path, Map<String, ?> body) {
        byte[] json = json(body);
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, json.length);
            exchange.getResponseBody().write(json);
            exchange.close();
        });
    }

    private static byte[] json(Map<String, ?> value) {
        try {
            return new ObjectMapper().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(Map<String, ?> value) {
        return encode(json(value));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
