package org.xenopolis.gateway;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One thing of every kind that a tenant can have, by the collection it is in. */
final class Belongings {
    private final Map<String, String> ids = new HashMap<>();

    static Belongings of(Api tenant) {
        Belongings all = new Belongings();
        all.add(tenant, "projects", Bodies.of("createProject"));
        all.add(tenant, "keypairs", Bodies.of("createKeyPair"));
        all.add(tenant, "volumes", Bodies.of("createVolume"));
        all.add(tenant, "networks", Bodies.of("createNetwork"));
        all.add(tenant, "security-groups", Bodies.of("createSecurityGroup"));
        all.add(tenant, "addresses", Map.of("networkId", all.id("networks")));
        all.ids.put("images", tenant.image());
        Map<String, Object> instance = new HashMap<>(Api.small(all.id("images")));
        instance.put("networks", List.of(Map.of("networkId", all.id("networks"))));
        var accepted = tenant.post("/v1/instances", instance);
        all.ids.put("instances", accepted.path("instance.id"));
        all.ids.put("operations", accepted.path("operation.id"));
        all.ids.put("invoices", tenant.post("/v1/invoices", null).path("id"));
        String rule = tenant.post(
                        "/v1/security-groups/" + all.id("security-groups") + "/rules", Bodies.of("addSecurityRule"))
                .path("rules[0].id");
        all.ids.put("rules", rule);
        return all;
    }

    private void add(Api tenant, String collection, Object body) {
        ids.put(
                collection,
                tenant.post("/v1/" + collection, body)
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("id"));
    }

    String id(String collection) {
        String id = ids.get(collection);
        if (id == null) {
            throw new AssertionError("nothing of " + collection + ": a new collection has to be added here");
        }
        return id;
    }

    /** The path with this tenant's ids in it. */
    String fill(String path) {
        return path.replace("{id}", id(path.split("/", -1)[2]))
                .replace("{ruleId}", id("rules"))
                .replace("{networkId}", id("networks"))
                .replace("{role}", "disk");
    }

    Collection<String> ids() {
        return ids.values();
    }
}
