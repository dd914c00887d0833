package org.xenopolis.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.grpc.Status;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xenopolis.contracts.access.Access;
import org.xenopolis.contracts.agent.Agent;
import org.xenopolis.contracts.billing.BillingOuterClass;
import org.xenopolis.contracts.facts.Facts;
import org.xenopolis.contracts.hosts.HostsOuterClass;
import org.xenopolis.contracts.images.ImagesOuterClass;
import org.xenopolis.contracts.instances.InstancesOuterClass;
import org.xenopolis.contracts.plans.PlansOuterClass;
import org.xenopolis.contracts.usage.Usage;

class ContractsTest {
    private static final Set<String> SERVICES =
            Set.of("api-gateway", "scheduler", "billing", "image-store", "migration-planner", "host-service");
    private static final List<FileDescriptor> FILES = List.of(
            Agent.getDescriptor(),
            BillingOuterClass.getDescriptor(),
            HostsOuterClass.getDescriptor(),
            ImagesOuterClass.getDescriptor(),
            InstancesOuterClass.getDescriptor(),
            PlansOuterClass.getDescriptor());

    @Test
    void everyMethodSaysWhoMayCallIt() {
        for (FileDescriptor file : FILES) {
            for (ServiceDescriptor service : file.getServices()) {
                for (MethodDescriptor method : service.getMethods()) {
                    List<String> callers = method.getOptions().getExtension(Access.callers);
                    assertThat(callers)
                            .as(method.getFullName())
                            .isNotEmpty()
                            .allMatch(caller -> SERVICES.contains(caller) || caller.equals("host"));
                }
            }
        }
    }

    @Test
    void everyTopicNamesAMessageAKeyInItAndServices() {
        Map<String, Descriptor> messages = List.of(Facts.getDescriptor(), Usage.getDescriptor()).stream()
                .flatMap(file -> file.getMessageTypes().stream())
                .collect(Collectors.toMap(Descriptor::getFullName, message -> message));
        TopicCatalog.load().topics().values().forEach(topic -> {
            Descriptor message = messages.get(topic.message());
            assertThat(message).as(topic.name()).isNotNull();
            boolean inMessage = message.findFieldByName(topic.key()) != null;
            boolean inHeader = message.findFieldByName("header") != null
                    && message.findFieldByName("header").getMessageType().findFieldByName(topic.key()) != null;
            assertThat(inMessage || inHeader)
                    .as(topic.name() + " by " + topic.key())
                    .isTrue();
            assertThat(SERVICES).contains(topic.producer()).containsAll(topic.consumers());
            assertThat(topic.retention()).isPositive();
        });
    }

    @Test
    void theConstantsAreTheCatalogue() {
        Set<String> constants = Arrays.stream(Topics.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .map(ContractsTest::text)
                .collect(Collectors.toSet());
        assertThat(constants).isEqualTo(TopicCatalog.load().topics().keySet());
    }

    @ParameterizedTest
    @EnumSource(ErrorKind.class)
    void aProblemSurvivesTheWire(ErrorKind kind) {
        Problem problem = new Problem(kind, "some-code", "Say what to do.", Map.of("limit", "10"));

        assertThat(ProblemStatus.toProblem(ProblemStatus.toStatus(problem))).isEqualTo(problem);
    }

    @Test
    void aStatusWithoutOurDetailTellsNothingOfTheInside() {
        Problem problem = ProblemStatus.toProblem(
                Status.UNKNOWN.withDescription("secret stack trace").asRuntimeException());

        assertThat(problem.kind()).isEqualTo(ErrorKind.INTERNAL);
        assertThat(problem.message()).doesNotContain("secret");
    }

    private static String text(Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
