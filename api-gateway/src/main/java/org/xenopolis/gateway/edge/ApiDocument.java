package org.xenopolis.gateway.edge;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** What holds for every operation, said once and added to the generated document. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class ApiDocument implements OASFilter {
    private static final String LOGIN = "keycloak";
    // In order, so that the document does not change by itself.
    private static final SortedMap<String, String> PROBLEMS = new TreeMap<>(Map.of(
            "400", "Not readable as a request",
            "401", "No valid access token",
            "403", "The role does not allow it, or a quota would be passed",
            "404", "There is no such thing, or it is not yours",
            "409", "Not possible in this state",
            "412", "It has changed since it was read",
            "422", "The request does not hold what it should",
            "429", "Too many requests; see Retry-After",
            "503", "A part of the cloud does not answer; repeat with the same key"));

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getComponents()
                .addSchema("Problem", problem())
                .addSecurityScheme(
                        LOGIN,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .bearerFormat("JWT")
                                .description("A Keycloak access token for the audience xenopolis-api; realm role tenant"
                                        + " (with the claim tenant) or operator"));
        document.getPaths().getPathItems().forEach(ApiDocument::complete);
    }

    private static void complete(String path, PathItem item) {
        item.getOperations().forEach((method, operation) -> {
            boolean open = path.startsWith("/console/");
            if (!open) {
                operation.setSecurity(
                        List.of(OASFactory.createSecurityRequirement().addScheme(LOGIN)));
                PROBLEMS.forEach((status, meaning) -> answer(operation, status, meaning));
            }
            if (method != PathItem.HttpMethod.GET && !open) {
                operation.addParameter(key(method == PathItem.HttpMethod.POST && !isQuestion(path)));
            }
        });
    }

    /** POSTs that change nothing. */
    private static boolean isQuestion(String path) {
        return path.equals("/v1/quotes") || path.endsWith("/what-if");
    }

    private static void answer(Operation operation, String status, String meaning) {
        APIResponse response = OASFactory.createAPIResponse()
                .description(meaning)
                .content(OASFactory.createContent()
                        .addMediaType(
                                Problems.MEDIA_TYPE,
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref("#/components/schemas/Problem"))));
        operation.getResponses().addAPIResponse(status, response);
    }

    private static Parameter key(boolean required) {
        return OASFactory.createParameter()
                .name("Idempotency-Key")
                .in(Parameter.In.HEADER)
                .required(required)
                .description("New for each new request; the same when a request is repeated")
                .schema(OASFactory.createSchema()
                        .addType(Schema.SchemaType.STRING)
                        .minLength(1)
                        .maxLength(128));
    }

    private static Schema problem() {
        Schema text = OASFactory.createSchema().addType(Schema.SchemaType.STRING);
        Schema error = OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .addProperty("field", text)
                .addProperty("message", text);
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .description("RFC 9457; the code is stable")
                .required(List.of("type", "title", "status", "detail", "code"))
                .addProperty("type", text)
                .addProperty("title", text)
                .addProperty("status", OASFactory.createSchema().addType(Schema.SchemaType.INTEGER))
                .addProperty("detail", text)
                .addProperty("code", text)
                .addProperty(
                        "errors",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.ARRAY)
                                .items(error))
                .addProperty(
                        "attributes",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.OBJECT)
                                .additionalPropertiesSchema(text));
    }
}
