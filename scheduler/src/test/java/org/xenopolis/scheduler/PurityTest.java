package org.xenopolis.scheduler;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PurityTest {
    private final JavaClasses scheduler = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.xenopolis.scheduler");

    @Test
    void coreKnowsValuesOnly() {
        classes()
                .that()
                .resideInAPackage("..scheduler.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.util",
                        "java.util.function",
                        "java.util.stream",
                        "java.time",
                        "org.jspecify..",
                        "org.xenopolis.cluster",
                        "org.xenopolis.contracts.instances",
                        "org.xenopolis.scheduler.core..")
                .check(scheduler);
    }

    @Test
    void coreAsksNeitherClockNorChance() {
        noClasses()
                .that()
                .resideInAPackage("..scheduler.core..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Random.class)
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Clock.class, Instant.class, Thread.class)
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(scheduler);
    }
}
