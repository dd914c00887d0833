package org.xenopolis.deploy.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenopolis.deploy.local.core.LabHosts;

class StackTest {
    @TempDir
    Path folder;

    @Test
    void noPortIsWantedTwice() {
        List<Integer> ports = stack(Map.of()).parts().stream()
                .flatMap(part -> part.ports().values().stream())
                .toList();

        assertThat(ports).hasSizeGreaterThan(20).doesNotHaveDuplicates();
    }

    @Test
    void everyNeedIsAPart() {
        List<Part> parts = stack(Map.of()).parts();
        List<String> names = parts.stream().map(Part::name).toList();

        assertThat(parts).allSatisfy(part -> assertThat(names).containsAll(part.dependsOn()));
        assertThat(names).containsAll(Stack.services()).contains("postgres", "kafka", "keycloak");
    }

    @Test
    void noSecretIsInACommandOrADescription() {
        Stack stack = stack(Map.of());

        assertThat(stack.toString()).doesNotContain("the-password", "the-secret");
        assertThat(service(stack, "scheduler").launchPlan().command().toString())
                .doesNotContain("the-password");
        assertThat(service(stack, "scheduler").launchPlan().environment())
                .containsEntry("XENO_PG_PASSWORD", "the-password")
                .containsEntry("XENO_SECRETS_KEY", "k:the-secret");
        assertThat(service(stack, "billing").environment()).doesNotContainKey("XENO_SECRETS_KEY");
    }

    @Test
    void anExternalEngineTakesThePlaceOfTheEmbeddedOne() {
        Stack stack = stack(Map.of(
                "XENO_PG_URL_JDBC", "jdbc:postgresql://db.example:5432/cloud",
                "XENO_PG_USER", "cloud",
                "XENO_PG_PASSWORD", "theirs",
                "XENO_KAFKA", "kafka.example:9092",
                "XENO_OIDC_ISSUER", "https://id.example/realms/xenopolis"));

        assertThat(stack.parts().stream().map(Part::name)).doesNotContain("postgres", "kafka", "keycloak");
        assertThat(service(stack, "billing").environment())
                .containsEntry("XENO_PG_URL_REACTIVE", "vertx-reactive:postgresql://db.example:5432/cloud")
                .containsEntry("XENO_KAFKA", "kafka.example:9092")
                .containsEntry("XENO_OIDC_ISSUER", "https://id.example/realms/xenopolis");
    }

    @Test
    void theBucketIsTheImageStoresAlone() {
        Stack stack = stack(Map.of(
                "XENO_IMAGE_S3_ENDPOINT", "https://s3.example",
                "XENO_IMAGE_S3_BUCKET", "images",
                "XENO_IMAGE_S3_ACCESS_KEY", "the-access-key",
                "XENO_IMAGE_S3_SECRET_KEY", "the-secret-key"));

        assertThat(service(stack, "image-store").environment())
                .containsEntry("XENO_IMAGE_S3_BUCKET", "images")
                .containsEntry("XENO_IMAGE_S3_SECRET_KEY", "the-secret-key");
        assertThat(service(stack, "scheduler").environment()).doesNotContainKey("XENO_IMAGE_S3_SECRET_KEY");
        assertThat(stack.toString()).doesNotContain("the-secret-key", "the-access-key");
    }

    @Test
    void withALabServicesAreWhereItsAgentsReachThem() {
        LabHosts lab = new LabHosts("10.77.0.1", List.of("10.77.0.11", "10.77.0.12"));
        Stack stack = stack(Settings.real(lab, 7700), Map.of());

        assertThat(stack.parts().stream().map(Part::name))
                .contains("kafka", "scheduler")
                .doesNotContain("host-service");
        assertThat(stack.kafkaBootstrap()).isEqualTo("10.77.0.1:7792");
        assertThat(service(stack, "scheduler").environment())
                .containsEntry("XENO_BIND_ADDRESS", "10.77.0.1")
                .containsEntry("XENO_BILLING", "10.77.0.1:7711");
        assertThat(service(stack, "api-gateway").environment()).doesNotContainKey("XENO_BIND_ADDRESS");
        assertThat(stack.settings().hostIds()).containsExactly(LabHosts.id(1), LabHosts.id(2));
    }

    @Test
    void halfABucketIsRefused() {
        assertThatThrownBy(() -> stack(Map.of("XENO_IMAGE_S3_ENDPOINT", "https://s3.example")))
                .hasMessage("XENO_IMAGE_S3_ENDPOINT is set, so XENO_IMAGE_S3_BUCKET has to be set too");
    }

    @Test
    void whereTheEnginesAreIsRememberedWithoutTheirSecrets() {
        External external = External.of(Map.of(
                "XENO_PG_URL_JDBC", "jdbc:postgresql://db.example/cloud",
                "XENO_PG_USER", "cloud",
                "XENO_PG_PASSWORD", "theirs",
                "XENO_OIDC_ISSUER", "https://id.example/realms/xenopolis",
                "XENO_KEYCLOAK_ADMIN_SECRET", "theirs-too"));
        Path file = folder.resolve("external.json");

        Json.write(file, external.withoutSecrets());

        assertThat(file).content().doesNotContain("theirs");
        External read = Json.read(file, External.class).orElseThrow();
        assertThat(read.issuer()).isEqualTo("https://id.example/realms/xenopolis");
        assertThat(read.database()).isNotNull();
        assertThat(read.kafka()).isNull();
    }

    @Test
    void anExternalDatabaseWithoutAPasswordIsRefused() {
        assertThatThrownBy(() -> stack(Map.of("XENO_PG_URL_JDBC", "jdbc:postgresql://db.example/cloud")))
                .hasMessageContaining("XENO_PG_USER");
    }

    @Test
    void aFolderWithOtherThingsIsNeitherUsedNorWiped() throws Exception {
        Path precious = Files.writeString(folder.resolve("precious"), "mine");
        StateFolder state = new StateFolder(folder);

        assertThatThrownBy(state::create).hasMessageContaining("not made by ./xeno");
        state.wipe();
        assertThat(precious).exists();
    }

    private static ServiceProgram service(Stack stack, String name) {
        return stack.parts().stream()
                .filter(part -> part.name().equals(name))
                .map(part -> (ServiceProgram) part.engine())
                .findFirst()
                .orElseThrow();
    }

    private Stack stack(Map<String, String> environment) {
        return stack(Settings.simulated(8, 7700, List.of()), environment);
    }

    private Stack stack(Settings settings, Map<String, String> environment) {
        return new Stack(
                new StateFolder(folder),
                settings,
                new StackSecrets("the-password", "the-secret", "the-secret", "k:the-secret"),
                External.of(environment),
                new Programs.Checkout(Path.of("/nowhere")));
    }
}
