package dev.purser.api.kind.pod;

import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Checks what a resize changes: amounts of CPU and memory that were set before or were not, but
/// none is taken away.
final class PodResize {
    private static final String SPEC = "spec";
    private static final String RESOURCES = "resources";
    private static final List<String> KINDS = List.of("requests", "limits");
    private static final List<String> RESIZABLE = List.of("cpu", "memory");
    private static final String IMMUTABLE = "only cpu and memory resources are mutable";

    private final ObjectNode spec;
    private final ObjectNode old;
    private final FieldErrors errors;

    PodResize(ObjectNode spec, ObjectNode old, FieldErrors errors) {
        this.spec = spec;
        this.old = old;
        this.errors = errors;
    }

    void validate() {
        validateWhole();
        boolean isSame = areSameContainers(Containers.MAIN);
        isSame &= areSameContainers(Containers.INIT);
        if (!isSame) {
            return;
        }
        requireNothingRemoved(Containers.INIT);
        requireNothingRemoved(Containers.MAIN);
        validateContainers();
        validateInitContainers();
    }

    private void validateWhole() {
        JsonNode own = spec.path(RESOURCES);
        JsonNode before = old.path(RESOURCES);
        if (before.isObject() && !own.isObject()) {
            errors.forbidden(SPEC + "." + RESOURCES, "pod-level resources cannot be removed");
            return;
        }
        for (String kind : KINDS) {
            if (isRemoved(own.path(kind), before.path(kind))) {
                errors.forbidden(
                        SPEC + "." + RESOURCES + "." + kind,
                        "pod-level resource %s cannot be removed".formatted(kind));
            }
        }
        if (!otherAmounts(own).equals(otherAmounts(before))) {
            errors.forbidden(SPEC, IMMUTABLE + " at pod-level");
        }
    }

    private static boolean isRemoved(JsonNode amounts, JsonNode before) {
        return before.propertyNames().stream().anyMatch(name -> !amounts.has(name));
    }

    /// Resources without the amounts that may change, and without empty maps.
    private static ObjectNode otherAmounts(JsonNode resources) {
        ObjectNode rest = spareObject(resources);
        for (String kind : KINDS) {
            if (rest.get(kind) instanceof ObjectNode amounts) {
                amounts.remove(RESIZABLE);
                if (amounts.isEmpty()) {
                    rest.remove(kind);
                }
            }
        }
        return rest;
    }

    private static ObjectNode spareObject(JsonNode resources) {
        return resources instanceof ObjectNode object
                ? object.deepCopy()
                : JsonNodeFactory.instance.objectNode();
    }

    private boolean areSameContainers(String list) {
        List<ObjectNode> now = Trees.items(spec, list);
        List<ObjectNode> before = Trees.items(old, list);
        if (now.size() != before.size()) {
            errors.forbidden(SPEC + "." + list, list + " may not be added or removed on resize");
            return false;
        }
        boolean isSame = true;
        for (int i = 0; i < now.size(); i++) {
            if (!Trees.text(now.get(i), "name").equals(Trees.text(before.get(i), "name"))) {
                errors.forbidden(
                        "%s.%s[%d].name".formatted(SPEC, list, i),
                        list + " may not be renamed or reordered on resize");
                isSame = false;
            }
        }
        return isSame;
    }

    private void requireNothingRemoved(String list) {
        List<ObjectNode> now = Trees.items(spec, list);
        List<ObjectNode> before = Trees.items(old, list);
        for (int i = 0; i < before.size(); i++) {
            for (String kind : KINDS) {
                if (isRemoved(
                        now.get(i).path(RESOURCES).path(kind),
                        before.get(i).path(RESOURCES).path(kind))) {
                    errors.forbidden(
                            "%s.%s[%d].%s.%s".formatted(SPEC, list, i, RESOURCES, kind),
                            "resource %s cannot be removed".formatted(kind));
                }
            }
        }
    }

    private void validateContainers() {
        List<ObjectNode> now = Trees.items(spec, Containers.MAIN);
        List<ObjectNode> before = Trees.items(old, Containers.MAIN);
        for (int i = 0; i < now.size(); i++) {
            if (!rest(now.get(i)).equals(rest(before.get(i)))) {
                errors.forbidden(SPEC, IMMUTABLE);
            }
        }
    }

    private void validateInitContainers() {
        List<ObjectNode> now = Trees.items(spec, Containers.INIT);
        List<ObjectNode> before = Trees.items(old, Containers.INIT);
        for (int i = 0; i < now.size(); i++) {
            String path = "%s.%s[%d]".formatted(SPEC, Containers.INIT, i);
            if (!rest(now.get(i)).equals(rest(before.get(i)))) {
                errors.forbidden(
                        path,
                        "only cpu and memory resources for init or sidecar containers are mutable");
            }
            boolean isChanged = !now.get(i).equals(before.get(i));
            if (isChanged && !Containers.isSidecar(now.get(i)) && wantsRestart(now.get(i))) {
                errors.forbidden(
                        path,
                        "non-sidecar init containers with a resize policy of RestartContainer cannot be resized");
            }
        }
    }

    private static boolean wantsRestart(ObjectNode container) {
        return Trees.items(container, "resizePolicy").stream()
                .anyMatch(policy -> Trees.text(policy, "restartPolicy").equals("RestartContainer"));
    }

    /// A container without what a resize may change.
    private static ObjectNode rest(ObjectNode container) {
        ObjectNode rest = container.deepCopy();
        rest.set(RESOURCES, otherAmounts(container.path(RESOURCES)));
        return rest;
    }
}
