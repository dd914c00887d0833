package org.xenopolis.deploy.local.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.xenopolis.deploy.engines.DatabaseAccess;
import org.xenopolis.deploy.engines.EngineFiles;
import org.xenopolis.deploy.engines.KafkaEngine;
import org.xenopolis.deploy.engines.KeycloakEngine;
import org.xenopolis.deploy.engines.PostgresEngine;
import org.xenopolis.deploy.engines.Realm;
import org.xenopolis.deploy.local.core.PortPlan;

/** The whole local stack as data: which parts there are, what each needs and what each is told. */
public record Stack(StateFolder state, Settings settings, StackSecrets secrets, External external, Programs programs) {
    private static final String POSTGRES = "postgres";
    private static final String KAFKA = "kafka";
    private static final String KEYCLOAK = "keycloak";

    /** One row per service, in the order of their health ports. */
    /** An agent in an emulated dom0 takes 25 s to start; beyond 42 s a frozen dom0 loses count of time. */
    private static final String LAB_LEASE = "PT30S";

    private enum Service {
        API_GATEWAY("api-gateway", 192, POSTGRES, KAFKA, KEYCLOAK),
        SCHEDULER("scheduler", 160, POSTGRES, KAFKA),
        BILLING("billing", 160, POSTGRES, KAFKA),
        IMAGE_STORE("image-store", 160, POSTGRES, KAFKA),
        MIGRATION_PLANNER("migration-planner", 128, POSTGRES, KAFKA),
        HOST_SERVICE("host-service", 160, KAFKA);

        private final String title;
        private final int heapMebibytes;
        private final List<String> dependsOn;

        Service(String title, int heapMebibytes, String... dependsOn) {
            this.title = title;
            this.heapMebibytes = heapMebibytes;
            this.dependsOn = List.of(dependsOn);
        }
    }

    /** The services' names: each has a certificate. */
    public static List<String> services() {
        return Stream.of(Service.values()).map(service -> service.title).toList();
    }

    /** Every part to run, engines first. */
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>(engines());
        List<String> embedded = parts.stream().map(Part::name).toList();
        for (Service service : Service.values()) {
            // The hosts of a lab have their own agents.
            if (service != Service.HOST_SERVICE || settings.lab() == null) {
                parts.add(part(service, embedded));
            }
        }
        return settings.only().isEmpty()
                ? parts
                : parts.stream()
                        .filter(part -> settings.only().contains(part.name()))
                        .toList();
    }

    public String issuer() {
        return external.issuer() == null ? keycloak().issuer() : external.issuer();
    }

    public DatabaseAccess database() {
        return external.database() == null ? postgres().access(PostgresEngine.DATABASE) : external.database();
    }

    public String kafkaBootstrap() {
        return external.kafka() == null ? kafka().bootstrapServers() : external.kafka();
    }

    public String tenantUrl() {
        return "http://127.0.0.1:" + ports().tenantApi();
    }

    public String operatorUrl() {
        return "http://127.0.0.1:" + ports().operatorApi();
    }

    private PortPlan ports() {
        return settings.ports();
    }

    private List<Part> engines() {
        List<Part> parts = new ArrayList<>();
        EngineFiles files = programs.engines();
        if (external.database() == null) {
            parts.add(new Part(
                    postgres(),
                    List.of(),
                    Map.of("SQL", ports().postgres()),
                    postgres().jdbcUrl(),
                    artifacts(files)));
        }
        if (external.kafka() == null) {
            Map<String, Integer> listens = Map.of("broker", ports().kafka(), "controller", ports().kafkaController());
            parts.add(new Part(kafka(), List.of(), listens, kafka().bootstrapServers(), artifacts(files)));
        }
        if (external.issuer() == null) {
            Map<String, Integer> listens =
                    Map.of("HTTP", ports().keycloak(), "management", ports().keycloakManagement());
            List<String> needs = external.database() == null ? List.of(POSTGRES) : List.of();
            parts.add(new Part(keycloak(), needs, listens, keycloak().baseUrl(), artifacts(files)));
        }
        return parts;
    }

    private static List<Path> artifacts(EngineFiles files) {
        return List.of(files.target().resolve("engine-dist"), files.target().resolve("engine-lib.classpath"));
    }

    private PostgresEngine postgres() {
        return new PostgresEngine(
                programs.engines(),
                state.data(POSTGRES),
                ports().postgres(),
                secrets.postgresPassword(),
                PostgresEngine.Durability.DURABLE);
    }

    private KafkaEngine kafka() {
        return new KafkaEngine(
                programs.engines(), state.data(KAFKA), settings.address(), ports().kafka(), ports().kafkaController());
    }

    private KeycloakEngine keycloak() {
        List<String> redirects = List.of(
                "http://localhost:" + ports().operatorApi() + "/*", "http://127.0.0.1:" + ports().operatorApi() + "/*");
        return new KeycloakEngine(
                programs.engines(),
                state.data(KEYCLOAK),
                new KeycloakEngine.Ports(ports().keycloak(), ports().keycloakManagement()),
                database(),
                new Realm(secrets.keycloakAdminPassword(), secrets.keycloakAdminSecret(), redirects));
    }

    private Part part(Service service, List<String> embedded) {
        Map<String, Integer> listens = listens(service);
        ServiceProgram program = new ServiceProgram(
                service.title,
                programs.service(service.title),
                state.data(service.title),
                service.heapMebibytes,
                environment(service),
                "http://127.0.0.1:" + listens.get("HTTP") + "/q/health/ready");
        List<String> needs =
                service.dependsOn.stream().filter(embedded::contains).toList();
        return new Part(program, needs, listens, url(service), List.of(program.jar()));
    }

    private Map<String, Integer> listens(Service service) {
        Map<String, Integer> listens = new LinkedHashMap<>();
        listens.put("HTTP", service == Service.API_GATEWAY ? ports().tenantApi() : ports().health(service.ordinal()));
        switch (service) {
            case API_GATEWAY -> listens.put("operator API", ports().operatorApi());
            case SCHEDULER -> listens.put("gRPC", ports().scheduler());
            case BILLING -> listens.put("gRPC", ports().billing());
            case IMAGE_STORE -> listens.put("gRPC", ports().imageStore());
            case MIGRATION_PLANNER -> listens.put("gRPC", ports().migrationPlanner());
            case HOST_SERVICE -> listens.putAll(ports().hosts(settings.hosts()));
        }
        return listens;
    }

    private String url(Service service) {
        return switch (service) {
            case API_GATEWAY -> tenantUrl() + " (operator " + operatorUrl() + ")";
            case HOST_SERVICE -> settings.hosts() + " hosts from 127.0.0.1:" + ports().hosts();
            default -> settings.address() + ":" + listens(service).get("gRPC");
        };
    }

    private Map<String, String> environment(Service service) {
        Map<String, String> environment = new HashMap<>(shared());
        listens(service).forEach((purpose, port) -> {
            switch (purpose) {
                case "HTTP" -> environment.put("XENO_HTTP_PORT", String.valueOf(port));
                case "gRPC" -> {
                    environment.put("XENO_GRPC_PORT", String.valueOf(port));
                    environment.put("XENO_BIND_ADDRESS", settings.address());
                }
                case "operator API" -> environment.put("XENO_OPERATOR_PORT", String.valueOf(port));
                default -> {
                    // The hosts' ports follow from their base.
                }
            }
        });
        environment.put("XENO_DATA_DIR", state.data(service.title).toString());
        if (service == Service.SCHEDULER && settings.lab() != null) {
            environment.put("XENO_LEASE_LIFE", LAB_LEASE);
        }
        if (service == Service.SCHEDULER && secrets.secretsKey() != null) {
            environment.put("XENO_SECRETS_KEY", secrets.secretsKey());
        }
        if (service == Service.IMAGE_STORE) {
            environment.putAll(external.s3());
        }
        if (service == Service.HOST_SERVICE) {
            environment.put("XENO_SIM_HOSTS", String.valueOf(settings.hosts()));
            environment.put("XENO_SIM_PORT_BASE", String.valueOf(ports().hosts()));
            environment.put("XENO_JOURNAL_DIR", state.journals().toString());
        }
        return environment;
    }

    private Map<String, String> shared() {
        DatabaseAccess database = database();
        return Map.ofEntries(
                Map.entry("XENO_PG_URL_JDBC", database.jdbcUrl()),
                Map.entry("XENO_PG_URL_REACTIVE", database.jdbcUrl().replaceFirst("^jdbc:", "vertx-reactive:")),
                Map.entry("XENO_PG_USER", database.user()),
                Map.entry("XENO_PG_PASSWORD", database.password()),
                Map.entry("XENO_KAFKA", kafkaBootstrap()),
                Map.entry("XENO_OIDC_ISSUER", issuer()),
                Map.entry("XENO_TLS_DIR", state.tls().toString()),
                Map.entry("XENO_SCHEDULER", settings.address() + ":" + ports().scheduler()),
                Map.entry("XENO_BILLING", settings.address() + ":" + ports().billing()),
                Map.entry("XENO_IMAGES", settings.address() + ":" + ports().imageStore()),
                Map.entry("XENO_PLANNER", settings.address() + ":" + ports().migrationPlanner()));
    }
}
