package org.xenopolis.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xenopolis.store.Transactions;

/** Every change leaves one entry, and nobody can take it back. */
@QuarkusTest
@QuarkusTestResource(CloudResource.class)
class AuditTest {
    private static final String SECRET = "c2VjcmV0LWNhbmFyeQ==";

    @Inject
    @SuppressWarnings("NullAway.Init")
    Transactions transactions;

    @Test
    void everyChangeLeavesOneEntryWithoutSecrets() {
        Api tenant = Api.openTenant();
        Map<String, Object> body = new java.util.HashMap<>(Api.small(tenant.image()));
        body.put("userData", SECRET);
        tenant.post("/v1/instances", body, "same").then().statusCode(202);
        tenant.post("/v1/instances", body, "same").then().statusCode(202);
        tenant.post("/v1/projects", Map.of("name", "p")).then().statusCode(201);

        var entries = Api.operator().get("/operator/v1/audit?tenantId=" + tenant.tenant());

        assertThat((List<?>) entries.path("items.action"))
                .isEqualTo(List.of("images.create", "images.upload", "instances.create", "projects.create"));
        assertThat(entries.asString()).doesNotContain(SECRET).doesNotContain("secret-canary");
        verification(tenant).then().body("intact", equalTo(true)).body("entries", equalTo(4));
    }

    @Test
    void aRefusedChangeSaysSo() {
        Api tenant = Api.openTenant();
        tenant.delete("/v1/instances/00000000-0000-4000-8000-000000000000")
                .then()
                .statusCode(404);

        Api.operator()
                .get("/operator/v1/audit?tenantId=" + tenant.tenant())
                .then()
                .body("items.outcome", hasItems("accepted", "refused:instance-not-found"));
    }

    @Test
    void whatIsChangedRemovedMovedOrCutOffIsFound() {
        assertBroken("update audit_entries set entry = replace(entry, 'accepted', 'accepteD')"
                + " where chain = :chain and sequence = 2");
        assertBroken("delete from audit_entries where chain = :chain and sequence = 2");
        assertBroken("delete from audit_entries where chain = :chain and sequence = 3");
        assertBroken("update audit_entries set sequence = case sequence when 1 then 12 else 11 end"
                + " where chain = :chain and sequence in (1, 2)");
    }

    private void assertBroken(String statement) {
        Api tenant = Api.openTenant();
        for (int i = 0; i < 3; i++) {
            tenant.post("/v1/projects", Map.of("name", "p" + i)).then().statusCode(201);
        }
        verification(tenant).then().body("intact", equalTo(true));
        int rows = transactions.call(session -> session.createNativeQuery(statement)
                .setParameter("chain", tenant.tenant())
                .executeUpdate());
        assertThat(rows).isPositive();

        verification(tenant).then().body("intact", equalTo(false));
        // Not for the other tests to find.
        int gone =
                transactions.call(session -> session.createNativeQuery("delete from audit_entries where chain = :chain")
                        .setParameter("chain", tenant.tenant())
                        .executeUpdate()
                        .chain(() -> session.createNativeQuery("delete from audit_heads where chain = :chain")
                                .setParameter("chain", tenant.tenant())
                                .executeUpdate()));
        assertThat(gone).isEqualTo(1);
    }

    private static io.restassured.response.Response verification(Api tenant) {
        return Api.operator().get("/operator/v1/audit/verification?tenantId=" + tenant.tenant());
    }
}
