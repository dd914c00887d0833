package org.xenopolis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    /** The console's types are made from the document. */
    @Test
    void everyAnswerToAnOperatorHasAShape() throws IOException {
        JsonNode document = new ObjectMapper()
                .readTree(RestAssured.given()
                        .port(Api.tenantPort())
                        .get("/q/openapi?format=json")
                        .asString());
        List<String> without = new ArrayList<>();
        document.required("paths").properties().stream()
                .filter(path -> path.getKey().startsWith("/operator/"))
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> operation.getValue().required("responses").properties().stream()
                                .filter(answer -> answer.getKey().startsWith("2")
                                        && !answer.getKey().equals("204")
                                        && !hasShape(answer.getValue()))
                                .forEach(answer -> without.add(operation.getKey() + " " + path.getKey()))));
        assertThat(without).isEmpty();
        assertThat(document.at("/components/schemas/Host/required").toString())
                .as("a host always has a name, and not always a lease")
                .contains("\"name\"")
                .doesNotContain("leaseUntil");
    }

    private static boolean hasShape(JsonNode answer) {
        return !answer.path("content").isEmpty()
                && answer.path("content")
                        .valueStream()
                        .noneMatch(type -> type.path("schema").isEmpty());
    }
}
