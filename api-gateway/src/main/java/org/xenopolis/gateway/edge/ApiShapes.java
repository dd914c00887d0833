package org.xenopolis.gateway.edge;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;
import org.jspecify.annotations.Nullable;

/** Says of every answer which fields it always has: all of its record's but the nullable ones, which are left out. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class ApiShapes implements OASFilter {
    private static final DotName NAMED =
            DotName.createSimple("org.eclipse.microprofile.openapi.annotations.media.Schema");
    private static final DotName NULLABLE = DotName.createSimple(Nullable.class.getName());
    private static final String PACKAGE = "org.xenopolis.gateway";

    private final Map<String, ClassInfo> records = new TreeMap<>();

    public ApiShapes(IndexView classes) {
        classes.getKnownClasses().stream()
                .filter(type -> type.isRecord() && type.name().toString().startsWith(PACKAGE))
                .forEach(type -> records.putIfAbsent(name(type), type));
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Map<String, Schema> schemas = document.getComponents().getSchemas();
        for (String name : answered(document)) {
            Schema schema = schemas.get(name);
            if (schema == null || schema.getProperties() == null) {
                continue;
            }
            ClassInfo type = records.get(name);
            List<String> present = schema.getProperties().keySet().stream()
                    .filter(property ->
                            type == null ? name.startsWith("Page") && property.equals("items") : has(type, property))
                    .toList();
            if (!present.isEmpty()) {
                schema.setRequired(present);
            }
        }
    }

    private static boolean has(ClassInfo type, String property) {
        RecordComponentInfo component = type.recordComponent(property);
        return component != null && !component.type().hasAnnotation(NULLABLE);
    }

    private static String name(ClassInfo type) {
        AnnotationInstance schema = type.declaredAnnotation(NAMED);
        AnnotationValue name = schema == null ? null : schema.value("name");
        return name == null ? type.simpleName() : name.asString();
    }

    /** Names of the schemas that answers are made of. */
    private static Set<String> answered(OpenAPI document) {
        Deque<Schema> open = new ArrayDeque<>(document.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .flatMap(operation -> operation.getResponses().getAPIResponses().values().stream())
                .flatMap(response -> Stream.ofNullable(response.getContent()))
                .map(Content::getMediaTypes)
                .map(Map::values)
                .flatMap(Collection::stream)
                .map(MediaType::getSchema)
                .filter(schema -> schema != null)
                .toList());
        Set<String> names = new HashSet<>();
        while (!open.isEmpty()) {
            Schema schema = open.pop();
            if (schema.getRef() != null) {
                String name = schema.getRef().substring(schema.getRef().lastIndexOf('/') + 1);
                Schema target = document.getComponents().getSchemas().get(name);
                if (target != null && names.add(name)) {
                    open.push(target);
                }
            }
            Stream.ofNullable(schema.getItems()).forEach(open::push);
            Stream.ofNullable(schema.getProperties()).map(Map::values).forEach(open::addAll);
        }
        return names;
    }
}
