package org.xenopolis.deploy.local.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.xenopolis.deploy.engines.Engine;

/**
 * One process of the stack.
 *
 * @param dependsOn names of parts that have to answer before this one is started
 * @param ports what it listens on, by purpose
 * @param url what a person opens, or where the next program connects
 * @param artifacts files that have to be there before it can start
 */
public record Part(
        Engine engine, List<String> dependsOn, Map<String, Integer> ports, String url, List<Path> artifacts) {
    public Part {
        dependsOn = List.copyOf(dependsOn);
        ports = Map.copyOf(ports);
        artifacts = List.copyOf(artifacts);
    }

    public String name() {
        return engine.name();
    }
}
