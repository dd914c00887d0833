package org.xenopolis.deploy.local.plans;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xenopolis.deploy.local.api.CloudApi;
import org.xenopolis.deploy.local.stack.StackException;

/** The hosts of a fleet, which people know by their names and the API by their ids. */
final class Hosts {
    private final Map<String, JsonNode> byId = new LinkedHashMap<>();

    /** @param hosts as the API lists them */
    Hosts(List<JsonNode> hosts) {
        hosts.forEach(host -> byId.put(host.required("id").asText(), host));
    }

    static Hosts of(CloudApi operator) {
        return new Hosts(operator.all("/operator/v1/hosts?limit=200"));
    }

    String name(String id) {
        JsonNode host = byId.get(id);
        return host == null ? id : host.required("name").asText();
    }

    String zone(String id) {
        JsonNode host = byId.get(id);
        return host == null ? "" : host.required("zone").asText();
    }

    /** @throws StackException when there is no host of that name or id */
    String id(String nameOrId) {
        return byId.values().stream()
                .filter(host -> host.required("name").asText().equals(nameOrId)
                        || host.required("id").asText().equals(nameOrId))
                .map(host -> host.required("id").asText())
                .findFirst()
                .orElseThrow(
                        () -> new StackException("there is no host " + nameOrId + "; ./xeno plans heat lists them"));
    }
}
