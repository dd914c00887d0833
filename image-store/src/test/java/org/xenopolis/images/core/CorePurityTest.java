package org.xenopolis.images.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.xenopolis.images.core", importOptions = ImportOption.DoNotIncludeTests.class)
class CorePurityTest {
    @ArchTest
    static final ArchRule CORE_TOUCHES_NOTHING_OUTSIDE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..",
                    "jakarta..",
                    "io.grpc..",
                    "io.smallrye..",
                    "org.hibernate..",
                    "java.io..",
                    "java.net..",
                    "java.nio.file..",
                    "java.nio.channels..",
                    "java.util.concurrent..",
                    "java.security..",
                    "org.xenopolis.images.blobs..",
                    "org.xenopolis.images.catalog..",
                    "org.xenopolis.images.transfer..",
                    "org.xenopolis.images.verify..",
                    "org.xenopolis.images.api..");

    @ArchTest
    static final ArchRule CORE_READS_NO_CLOCK_AND_NO_DICE = noClasses()
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Random");
}
