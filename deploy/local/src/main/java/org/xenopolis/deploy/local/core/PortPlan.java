package org.xenopolis.deploy.local.core;

import java.util.LinkedHashMap;
import java.util.Map;

/** Which part listens where: everything is a fixed distance from one base. */
public record PortPlan(int base) {
    public static final int DEFAULT_BASE = 7700;
    public static final int HOSTS_MAX = 1_000;

    private static final int PORT_MIN = 1024;
    private static final int PORT_MAX = 65_535;
    private static final int HOSTS_OFFSET = 200;

    public PortPlan {
        int baseMax = PORT_MAX - HOSTS_OFFSET - HOSTS_MAX;
        if (base < PORT_MIN || base > baseMax) {
            throw new IllegalArgumentException(
                    "the port base is " + base + ", it has to be from " + PORT_MIN + " to " + baseMax);
        }
    }

    public int scheduler() {
        return base + 10;
    }

    public int billing() {
        return base + 11;
    }

    public int imageStore() {
        return base + 12;
    }

    public int migrationPlanner() {
        return base + 13;
    }

    public int postgres() {
        return base + 32;
    }

    /** Health and metrics of the service with that place in the list of services. */
    public int health(int service) {
        return base + 60 + service;
    }

    public int tenantApi() {
        return base + 80;
    }

    public int operatorApi() {
        return base + 81;
    }

    public int keycloak() {
        return base + 88;
    }

    public int keycloakManagement() {
        return base + 89;
    }

    public int kafka() {
        return base + 92;
    }

    public int kafkaController() {
        return base + 93;
    }

    /** Where the first simulated host listens; the others follow. */
    public int hosts() {
        return base + HOSTS_OFFSET;
    }

    /** The simulated hosts' ports by name. */
    public Map<String, Integer> hosts(int count) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            ports.put("host " + (i + 1), hosts() + i);
        }
        return ports;
    }
}
