package org.xenopolis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An issuer of our own, so that every claim can be wrong by itself while the signature is right. */
@QuarkusTest
@QuarkusTestResource(CloudResource.class)
@TestProfile(ForgedTokenTest.OtherIssuer.class)
class ForgedTokenTest {
    /** Starts the gateway anew, with the settings of {@link OwnIssuer}. */
    public static class OtherIssuer implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(OwnIssuer.class));
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("xeno.limits.tenant.rate", "1", "xeno.limits.tenant.burst", "5");
        }
    }

    enum Forgery {
        WRONG_ISSUER,
        NO_ISSUER,
        WRONG_AUDIENCE,
        NO_AUDIENCE,
        EXPIRED,
        NO_EXPIRY,
        NOT_YET,
        NO_SUBJECT,
        ID_TOKEN,
        REFRESH_TOKEN,
        ALGORITHM_NONE,
        ALGORITHM_HS256_WITH_THE_PUBLIC_KEY,
        OTHER_KEY_SAME_ID,
        UNKNOWN_KEY_ID,
        KEY_IN_THE_HEADER
    }

    @Test
    void aRightTokenIsTakenUntilTheTenantAsksTooOften() {
        Api operator = Api.with(Api.operatorPort(), OwnIssuer.sign(OwnIssuer.claims(null)));
        String tenant = operator.post("/operator/v1/tenants", Map.of("name", "t"))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        Api api = Api.with(Api.tenantPort(), OwnIssuer.sign(OwnIssuer.claims(UUID.fromString(tenant))));
        api.get("/v1/tenant").then().statusCode(200);

        List<Integer> answers = java.util.stream.IntStream.range(0, 20)
                .map(i -> api.get("/v1/sizes").statusCode())
                .boxed()
                .toList();

        assertThat(answers).contains(200, 429);
        var refused = api.get("/v1/sizes");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).matches("[1-9]\\d*");
        assertThat((String) refused.path("code")).isEqualTo("rate-limited");
    }

    @Test
    void aTenantClaimOfNoUseIsRefused() {
        Map<String, Object> claims = OwnIssuer.claims(UUID.randomUUID());
        assertThat(tenantAnswer(OwnIssuer.sign(claims))).isEqualTo(403);
        claims.put("tenant", "' or 1=1 --");
        assertThat(tenantAnswer(OwnIssuer.sign(claims))).isEqualTo(403);
        claims.put("tenant", List.of(UUID.randomUUID().toString()));
        assertThat(tenantAnswer(OwnIssuer.sign(claims))).isEqualTo(403);
    }

    @ParameterizedTest
    @EnumSource(Forgery.class)
    void aForgedTokenIsRefused(Forgery forgery) {
        String token = forge(forgery);

        assertThat(RestAssured.given()
                        .port(Api.operatorPort())
                        .header("Authorization", "Bearer " + token)
                        .get("/operator/v1/tenants")
                        .statusCode())
                .isEqualTo(401);
    }

    private static String forge(Forgery forgery) {
        Map<String, Object> claims = OwnIssuer.claims(null);
        long now = Instant.now().getEpochSecond();
        switch (forgery) {
            case WRONG_ISSUER -> claims.put("iss", OwnIssuer.issuer() + "x");
            case NO_ISSUER -> claims.remove("iss");
            case WRONG_AUDIENCE -> claims.put("aud", "xenopolis-cli");
            case NO_AUDIENCE -> claims.remove("aud");
            case EXPIRED -> claims.put("exp", now - 60);
            case NO_EXPIRY -> claims.remove("exp");
            case NOT_YET -> claims.put("nbf", now + 600);
            case NO_SUBJECT -> claims.remove("sub");
            case ID_TOKEN -> claims.put("typ", "ID");
            case REFRESH_TOKEN -> claims.put("typ", "Refresh");
            default -> {
                return OwnIssuer.signWrongly(forgery.name(), claims);
            }
        }
        return OwnIssuer.sign(claims);
    }

    private static int tenantAnswer(String token) {
        return RestAssured.given()
                .port(Api.tenantPort())
                .header("Authorization", "Bearer " + token)
                .get("/v1/tenant")
                .statusCode();
    }
}
