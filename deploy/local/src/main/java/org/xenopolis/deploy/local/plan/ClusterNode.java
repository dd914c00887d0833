package org.xenopolis.deploy.local.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.xenopolis.deploy.local.stack.StackException;

/** A value in a file, which knows where it stands: what is wrong with it can be said in one line. */
record ClusterNode(String place, JsonNode value) {
    StackException wrong(String why) {
        String shown = value.isValueNode() && !value.isNull() ? " (" + value.asText() + ")" : "";
        return new StackException(place + ": " + why + shown);
    }

    boolean has(String field) {
        return value.hasNonNull(field);
    }

    ClusterNode get(String field) {
        ClusterNode child = new ClusterNode(place + (place.endsWith("]") ? "." : ": ") + field, value.path(field));
        if (!value.isObject()) {
            throw wrong("an object is needed here");
        }
        if (child.value.isMissingNode() || child.value.isNull()) {
            throw new StackException(child.place + ": is missing");
        }
        return child;
    }

    String text(String field) {
        ClusterNode child = get(field);
        if (!child.value.isTextual()) {
            throw child.wrong("a text is needed");
        }
        return child.value.asText();
    }

    List<String> texts(String field) {
        if (!has(field)) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        each(field, child -> {
            if (!child.value.isTextual()) {
                throw child.wrong("a text is needed");
            }
            texts.add(child.value.asText());
        });
        return texts;
    }

    long whole(String field, long least, long most) {
        ClusterNode child = get(field);
        if (!child.value.canConvertToExactIntegral() || !child.value.canConvertToLong()) {
            throw child.wrong("a whole number is needed");
        }
        long number = child.value.asLong();
        if (number < least || number > most) {
            throw child.wrong("not within " + least + ".." + most);
        }
        return number;
    }

    double number(String field, double least, double most) {
        ClusterNode child = get(field);
        double number = child.value.asDouble();
        if (!child.value.isNumber() || !(number >= least && number <= most)) {
            throw child.wrong("a number within " + least + ".." + most + " is needed");
        }
        return number;
    }

    void each(String field, Consumer<ClusterNode> reader) {
        ClusterNode list = get(field);
        if (!list.value.isArray()) {
            throw list.wrong("a list is needed");
        }
        for (int i = 0; i < list.value.size(); i++) {
            reader.accept(new ClusterNode(list.place + "[" + i + "]", list.value.get(i)));
        }
    }

    <T> T as(Function<String, T> reader, String otherwise) {
        if (!value.isTextual()) {
            throw wrong("a text is needed");
        }
        try {
            return reader.apply(value.asText());
        } catch (IllegalArgumentException e) {
            throw wrong(otherwise);
        }
    }
}
