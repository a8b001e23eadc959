package dev.purser.external.sync;

import dev.purser.api.meta.KubeObject;
import dev.purser.external.resource.Marks;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What an ExternalSecret wrote into a Secret: by it, what is no longer wanted is removed, and
/// nothing that others wrote. Kept in an annotation of the Secret.
///
/// @param created whether it made the Secret
/// @param data keys of data, where the Secret has others' as well
record Written(boolean created, Set<String> data, Set<String> labels, Set<String> annotations) {
    private static final int HASH_LENGTH = 16;

    Written {
        data = Set.copyOf(data);
        labels = Set.copyOf(labels);
        annotations = Set.copyOf(annotations);
    }

    static Written nothing() {
        return new Written(false, Set.of(), Set.of(), Set.of());
    }

    static String annotation(ExternalSecret owner) {
        return Marks.WRITTEN_PREFIX
                + GoHash.ofText(owner.object().name()).substring(0, HASH_LENGTH);
    }

    /// Reads what was written; nothing if that is not known, or no longer legible.
    static Written read(KubeObject secret, ExternalSecret owner) {
        String text = secret.metadata().path("annotations").path(annotation(owner)).asString("");
        if (text.isEmpty()) {
            return nothing();
        }
        try {
            JsonNode json = JsonMapper.shared().readTree(text);
            return new Written(
                    json.path("created").asBoolean(false),
                    texts(json.path("data")),
                    texts(json.path("labels")),
                    texts(json.path("annotations")));
        } catch (JacksonException e) {
            return nothing();
        }
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(element -> texts.add(element.asString("")));
        return texts;
    }

    /// Writes the annotation, or removes it when there is nothing to say.
    void write(KubeObject secret, ExternalSecret owner) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (created) {
            json.put("created", true);
        }
        Map<String, Set<String>> parts = new LinkedHashMap<>();
        parts.put("data", data);
        parts.put("labels", labels);
        parts.put("annotations", annotations);
        parts.forEach((name, keys) -> {
            if (!keys.isEmpty()) {
                new TreeSet<>(keys).forEach(json.withArray(name)::add);
            }
        });
        ObjectNode all = secret.metadata().withObject("annotations");
        if (json.isEmpty()) {
            all.remove(annotation(owner));
        } else {
            all.put(annotation(owner), json.toString());
        }
    }
}
