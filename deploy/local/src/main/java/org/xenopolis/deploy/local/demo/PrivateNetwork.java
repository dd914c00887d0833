package org.xenopolis.deploy.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.xenopolis.deploy.local.api.CloudApi;
import org.xenopolis.deploy.local.truth.TruthJournals;
import org.xenopolis.deploy.local.truth.TruthLine;

/** The guest's network, and the security group that says who may reach it there. */
public record PrivateNetwork(CloudApi tenant, String network, String group) {
    public static PrivateNetwork make(CloudApi tenant) {
        String unique = "demo-" + System.nanoTime();
        return new PrivateNetwork(
                tenant,
                tenant.post("/v1/networks", Map.of("name", unique, "cidr", "10.20.0.0/24"))
                        .required("id")
                        .asText(),
                tenant.post("/v1/security-groups", Map.of("name", unique))
                        .required("id")
                        .asText());
    }

    /** What a new instance asks for to be in it. */
    public Map<String, ?> card() {
        return Map.of("networkId", network, "securityGroupIds", List.of(group));
    }

    /** @return the rule */
    public String letIn(int port) {
        JsonNode group = tenant.post(
                rules(),
                Map.of("direction", "ingress", "protocol", "tcp", "portFrom", port, "remoteCidr", "0.0.0.0/0"));
        JsonNode all = group.required("rules");
        return all.required(all.size() - 1).required("id").asText();
    }

    public void forbid(String rule) {
        tenant.delete(rules() + "/" + rule);
    }

    private String rules() {
        return "/v1/security-groups/" + group + "/rules";
    }

    /** Whether the hypervisor lets it in, by its own journal. */
    static boolean isLetIn(Path truthJournals, String instance, int port) {
        String rule = " in tcp " + port + "-" + port + " 0.0.0.0/0";
        return TruthJournals.read(truthJournals).stream()
                .filter(line -> line.instance().equals(instance))
                .reduce((earlier, later) -> later)
                .map(TruthLine::rules)
                .stream()
                .flatMap(List::stream)
                .anyMatch(text -> text.endsWith(rule));
    }
}
