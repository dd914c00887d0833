package org.xenopolis.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.facts.InstanceFact;
import org.xenopolis.contracts.facts.OperationChanged;
import org.xenopolis.contracts.instances.ActRequest;
import org.xenopolis.contracts.instances.Operation;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.contracts.instances.OperationState;
import org.xenopolis.contracts.instances.SecurityRule;

/** Which rules an instance's network cards have, from its creation on and whenever they change. */
@QuarkusTest
@QuarkusTestResource(CloudResource.class)
class SecurityGroupTest {
    private static final Object WEB =
            Map.of("direction", "ingress", "protocol", "tcp", "portFrom", 80, "remoteCidr", "0.0.0.0/0");
    private static final SecurityRule WEB_RULE = SecurityRule.newBuilder()
            .setIngress(true)
            .setProtocol("tcp")
            .setPortFrom(80)
            .setPortTo(80)
            .setRemoteCidr("0.0.0.0/0")
            .build();
    private final Facts facts = new Facts();
    private Api tenant;
    private String network;
    private String group;

    @BeforeEach
    void open() {
        tenant = Api.openTenant();
        network = tenant.post("/v1/networks", Map.of("name", "net", "cidr", "10.1.0.0/24"))
                .path("id");
        group = tenant.post("/v1/security-groups", Map.of("name", "web")).path("id");
    }

    @AfterEach
    void close() {
        facts.close();
    }

    private String instance(String... groups) {
        Map<String, Object> body = new HashMap<>(Api.small(tenant.image()));
        body.put("networks", List.of(Map.of("networkId", network, "securityGroupIds", List.of(groups))));
        return tenant.post("/v1/instances", body)
                .then()
                .statusCode(202)
                .extract()
                .path("instance.id");
    }

    private static List<SecurityRule> rulesAtCreation(String instance) {
        return CloudResource.cloud()
                .instances
                .known(instance)
                .getSpec()
                .getNics(0)
                .getRulesList();
    }

    private String addRule() {
        return tenant.post("/v1/security-groups/" + group + "/rules", WEB)
                .then()
                .statusCode(201)
                .extract()
                .path("rules[0].id");
    }

    private static List<ActRequest> handedOver(String instance) {
        return CloudResource.cloud().instances.acts.stream()
                .filter(act -> act.getKind() == OperationKind.SET_RULES
                        && act.getInstanceId().equals(instance))
                .toList();
    }

    private static void awaitHandedOver(String instance, int times) {
        Facts.await(
                "rules handed over " + times + " times",
                () -> handedOver(instance).size() >= times);
    }

    private void ended(ActRequest act, OperationState state) {
        UUID event = UUID.randomUUID();
        facts.send(
                Topics.INSTANCE_FACTS,
                act.getInstanceId(),
                event,
                InstanceFact.newBuilder()
                        .setHeader(Facts.header(event, tenant.tenant()))
                        .setInstanceId(act.getInstanceId())
                        .setOperationChanged(OperationChanged.newBuilder()
                                .setOperation(Operation.newBuilder()
                                        .setId(act.getOperationId())
                                        .setInstanceId(act.getInstanceId())
                                        .setKind(act.getKind())
                                        .setState(state)))
                        .build());
    }

    @Test
    void aCardWithoutGroupsHasNoRules() {
        assertThat(rulesAtCreation(instance())).isEmpty();
    }

    @Test
    void aCardWithGroupsHasTheirRulesAndNoOthers() {
        addRule();
        assertThat(rulesAtCreation(instance(group))).containsExactly(WEB_RULE);
    }

    @Test
    void rulesThatChangeReachTheInstancesThatUseTheGroup() {
        String user = instance(group);
        String stranger = instance();
        String rule = addRule();

        awaitHandedOver(user, 1);
        ActRequest added = handedOver(user).getFirst();
        assertThat(added.getRulesList()).singleElement().satisfies(card -> {
            assertThat(card.getNetworkId()).isEqualTo(network);
            assertThat(card.getRulesList()).containsExactly(WEB_RULE);
        });
        ended(added, OperationState.SUCCEEDED);

        tenant.delete("/v1/security-groups/" + group + "/rules/" + rule).then().statusCode(204);
        awaitHandedOver(user, 2);
        assertThat(handedOver(user).get(1).getRules(0).getRulesList()).isEmpty();
        assertThat(handedOver(stranger)).isEmpty();
    }

    @Test
    void anInstanceTakesOtherGroups() {
        addRule();
        String id = instance();
        String path = "/v1/instances/" + id + "/networks/" + network + "/security-groups";
        tenant.get(path).then().statusCode(200).body("securityGroupIds", empty());

        tenant.put(path, Map.of("securityGroupIds", List.of(group)))
                .then()
                .statusCode(200)
                .body("networkId", equalTo(network));

        tenant.get(path).then().body("securityGroupIds", contains(group));
        awaitHandedOver(id, 1);
        assertThat(handedOver(id).getFirst().getRules(0).getRulesList()).containsExactly(WEB_RULE);
        tenant.delete("/v1/security-groups/" + group).then().statusCode(409).body("code", equalTo("in-use"));
    }

    @Test
    void whatFailedIsHandedOverAgain() {
        String id = instance(group);
        addRule();
        awaitHandedOver(id, 1);

        ended(handedOver(id).getFirst(), OperationState.FAILED);

        awaitHandedOver(id, 2);
        assertThat(handedOver(id).get(1).getRules(0).getRulesList()).containsExactly(WEB_RULE);
    }

    @Test
    void aCardThatIsNotThereTakesNoGroups() {
        String path = "/v1/instances/" + instance() + "/networks/" + UUID.randomUUID() + "/security-groups";
        tenant.put(path, Map.of("securityGroupIds", List.of(group))).then().statusCode(404);
        tenant.get(path).then().statusCode(404);
    }
}
