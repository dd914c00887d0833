package org.xenopolis.deploy.engines;

import java.nio.file.Path;

/** The Java program this process runs in: every other JVM is started with the same one. */
public final class Jvm {
    public static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private Jvm() {}
}
