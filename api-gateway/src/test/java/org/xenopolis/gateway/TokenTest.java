package org.xenopolis.gateway;

import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;
import org.xenopolis.deploy.engines.KeycloakAccounts.Account;
import org.xenopolis.deploy.engines.TestStack;

/** Tokens of the real Keycloak that are no access tokens of ours; the forged ones are in {@link ForgedTokenTest}. */
@QuarkusTest
@QuarkusTestResource(CloudResource.class)
class TokenTest {
    @Test
    void anIdTokenIsNoAccessToken() {
        Api tenant = Api.openTenant();
        TestStack.shared().accounts().ensure(Account.tenant("ida", "secret", tenant.tenant()));
        String id = RestAssured.given()
                .formParam("grant_type", "password")
                .formParam("client_id", "xenopolis-cli")
                .formParam("username", "ida")
                .formParam("password", "secret")
                .formParam("scope", "openid")
                .post(TestStack.shared().issuer() + "/protocol/openid-connect/token")
                .then()
                .statusCode(200)
                .extract()
                .path("id_token");

        Api.with(Api.tenantPort(), id)
                .get("/v1/tenant")
                .then()
                .statusCode(401)
                .body("code", equalTo("unauthenticated"));
    }

    @Test
    void aTokenInTheAddressOrInACookieIsNotRead() {
        Api tenant = Api.openTenant();

        Api.with(Api.tenantPort(), null)
                .get("/v1/tenant?access_token=" + tenant.token())
                .then()
                .statusCode(401);
        Api.with(Api.tenantPort(), null)
                .request()
                .cookie("q_session", tenant.token())
                .get("/v1/tenant")
                .then()
                .statusCode(401);
    }

    @Test
    void aChangedTokenIsRefused() {
        String token = Api.openTenant().token();
        String[] parts = token.split("\\.", -1);

        for (String broken : new String[] {
            parts[0] + "." + parts[1] + ".",
            parts[0] + "." + parts[1] + "." + "A".repeat(parts[2].length()),
            parts[0] + "." + parts[1].substring(2) + "." + parts[2],
            "x",
            token + "x"
        }) {
            Api.with(Api.tenantPort(), broken).get("/v1/tenant").then().statusCode(401);
        }
    }
}
