package org.xenopolis.billing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xenopolis.billing.core.Dimension;

class ArchitectureTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.xenopolis.billing");

    @Test
    void keepsTheCorePure() {
        classes()
                .that()
                .resideInAPackage("..billing.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.xenopolis.billing.core..",
                        "org.xenopolis.cluster..",
                        "org.jspecify.annotations..",
                        "java.lang..",
                        "java.math..",
                        "java.security..",
                        "java.time..",
                        "java.util",
                        "java.util.function..",
                        "java.util.stream..")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("..billing.core..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Clock.class, Random.class, Thread.class)
                .check(classes);
    }

    @Test
    void takesTheTimeFromTheInjectedClock() {
        noClasses().should().callMethod(Instant.class, "now").check(classes);
        noClasses()
                .that()
                .resideInAPackage("..billing.core..")
                .should()
                .callMethod(UUID.class, "randomUUID")
                .check(classes);
    }

    @Test
    void countsTheDimensionsOfTheContract() {
        List<String> contract = Stream.of(org.xenopolis.contracts.billing.Dimension.values())
                .map(Enum::name)
                .filter(name -> !name.equals("DIMENSION_UNSPECIFIED") && !name.equals("UNRECOGNIZED"))
                .toList();

        assertThat(Stream.of(Dimension.values()).map(Enum::name)).containsExactlyElementsOf(contract);
    }
}
