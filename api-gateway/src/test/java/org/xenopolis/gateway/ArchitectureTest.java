package org.xenopolis.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.Entity;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.xenopolis.gateway.operator.ConsoleSite;

class ArchitectureTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.xenopolis.gateway");

    @Test
    void keepsTheCorePure() {
        classes()
                .that()
                .resideInAPackage("..gateway.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.xenopolis.gateway.core..",
                        "org.jspecify.annotations..",
                        "java.lang..",
                        "java.math..",
                        "java.nio",
                        "java.nio.charset",
                        "java.security..",
                        "java.time..",
                        "java.util",
                        "java.util.function..",
                        "java.util.regex..",
                        "java.util.stream..")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("..gateway.core..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Clock.class, Random.class, Thread.class)
                .check(classes);
    }

    @Test
    void takesTimeAndIdsFromWhatIsInjected() {
        noClasses().should().callMethod(Instant.class, "now").check(classes);
        noClasses().should().callMethod(UUID.class, "randomUUID").check(classes);
    }

    @Test
    void guardsEveryResourceByARole() {
        classes()
                .that()
                .areAnnotatedWith(Path.class)
                .and()
                .doNotBelongToAnyOf(ConsoleSite.class)
                .should()
                .beAnnotatedWith(RolesAllowed.class)
                .andShould()
                .beAnnotatedWith(RunOnVirtualThread.class)
                .check(classes);
        methods()
                .that()
                .areDeclaredInClassesThat()
                .doNotBelongToAnyOf(ConsoleSite.class)
                .should()
                .notBeAnnotatedWith(PermitAll.class)
                .check(classes);
    }

    @Test
    void showsNoEntityInTheApi() {
        methods()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(Path.class)
                .and()
                .arePublic()
                .should()
                .notHaveRawReturnType(com.tngtech.archunit.base.DescribedPredicate.describe(
                        "an entity", type -> type.isAnnotatedWith(Entity.class)))
                .check(classes);
    }
}
