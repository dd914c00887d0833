package org.xenopolis.host;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.xenopolis.host", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String CORE = "org.xenopolis.host.core..";

    @ArchTest
    static final ArchRule THE_CORE_IS_PURE = classes()
            .that()
            .resideInAPackage(CORE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    CORE,
                    "org.xenopolis.cluster",
                    "java.lang..",
                    "java.util",
                    "java.util.function",
                    "java.util.stream",
                    "java.security",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule THE_CORE_ASKS_NO_CLOCK_AND_NO_CHANCE = noClasses()
            .that()
            .resideInAPackage(CORE)
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class)
            .orShould()
            .dependOnClassesThat()
            .haveSimpleName("Random");

    @ArchTest
    static final ArchRule NOBODY_BUT_THE_PROCESS_KNOWS_THAT_A_HOST_IS_SIMULATED = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.xenopolis.host.agent..",
                    "org.xenopolis.host.core..",
                    "org.xenopolis.host.driver..",
                    "org.xenopolis.host.journal..",
                    "org.xenopolis.host.metering..",
                    "org.xenopolis.host.images..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.xenopolis.host.simulator..");

    @ArchTest
    static final ArchRule NOBODY_BUT_THE_PROCESS_KNOWS_THAT_A_HOST_IS_REAL = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.xenopolis.host.agent..",
                    "org.xenopolis.host.core..",
                    "org.xenopolis.host.driver..",
                    "org.xenopolis.host.journal..",
                    "org.xenopolis.host.metering..",
                    "org.xenopolis.host.simulator..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.xenopolis.host.xen..");

    @ArchTest
    static final ArchRule PROGRAMS_ARE_STARTED_BY_THE_VERBS_ALONE = noClasses()
            .that()
            .resideOutsideOfPackage("org.xenopolis.host.xen.dom0")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ProcessBuilder.class)
            .orShould()
            .callMethod(Runtime.class, "exec", String[].class);
}
