package org.xenopolis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is published is what is served. */
@QuarkusTest
@QuarkusTestResource(CloudResource.class)
class OpenApiTest {
    @Test
    void theCheckedInDocumentIsTheGeneratedOne() throws IOException {
        String generated = RestAssured.given()
                .port(Api.tenantPort())
                .get("/q/openapi?format=yaml")
                .asString();
        Path fresh = Path.of("target", "openapi.yaml");
        Files.writeString(fresh, generated);

        assertThat(Files.readString(Path.of("openapi.yaml")))
                .as("copy %s to api-gateway/openapi.yaml if the API was meant to change", fresh.toAbsolutePath())
                .isEqualTo(generated);
    }
}
