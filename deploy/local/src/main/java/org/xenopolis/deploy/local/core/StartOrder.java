package org.xenopolis.deploy.local.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Groups parts so that each comes after everything it depends on. */
public final class StartOrder {
    private StartOrder() {}

    /**
     * @param dependsOn for each part, the names it needs; all of them are keys too
     * @return levels: the parts of one level may start together; stopping goes from the last level to the first
     */
    public static List<List<String>> levels(Map<String, List<String>> dependsOn) {
        Map<String, List<String>> left = new LinkedHashMap<>(dependsOn);
        Set<String> placed = new HashSet<>();
        List<List<String>> levels = new ArrayList<>();
        while (!left.isEmpty()) {
            List<String> level = left.entrySet().stream()
                    .filter(entry -> placed.containsAll(entry.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
            if (level.isEmpty()) {
                throw new IllegalArgumentException("these parts wait for each other or for nobody: " + left.keySet());
            }
            level.forEach(left::remove);
            placed.addAll(level);
            levels.add(level);
        }
        return levels;
    }
}
