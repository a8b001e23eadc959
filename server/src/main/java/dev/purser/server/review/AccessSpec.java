package dev.purser.server.review;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.selector.FieldSelector;
import dev.purser.api.selector.SelectorException;
import dev.purser.api.status.FieldErrors;
import dev.purser.server.request.Attributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What an access review asks about: `resourceAttributes` or `nonResourceAttributes` of its spec.
final class AccessSpec {
    private static final String RESOURCE = "resourceAttributes";
    private static final String NON_RESOURCE = "nonResourceAttributes";
    private static final Set<String> FIELD_OPERATORS =
            Set.of("In", "NotIn", "Exists", "DoesNotExist");

    private AccessSpec() {}

    /// The question as authorization is asked it.
    static Attributes attributes(KubeObject review) {
        JsonNode resource = review.spec().path(RESOURCE);
        if (resource.isObject()) {
            return new Attributes(
                            text(resource, "verb"),
                            text(resource, "group"),
                            text(resource, "version"),
                            text(resource, "resource"),
                            text(resource, "subresource"),
                            text(resource, "namespace"),
                            text(resource, "name"),
                            "")
                    .withFields(fields(resource.path("fieldSelector")));
        }
        JsonNode path = review.spec().path(NON_RESOURCE);
        return Attributes.nonResource(text(path, "verb"), text(path, "path"));
    }

    /// Requirements that a field selector has no words for, and selectors that cannot be read,
    /// narrow nothing, so that nobody is allowed more because of them.
    private static FieldSelector fields(JsonNode selector) {
        String raw = text(selector, "rawSelector");
        try {
            return raw.isEmpty()
                    ? FieldSelector.ofValues(requiredValues(selector.path("requirements")))
                    : FieldSelector.parse(raw);
        } catch (SelectorException e) {
            return FieldSelector.everything();
        }
    }

    private static Map<String, String> requiredValues(JsonNode requirements) {
        Map<String, String> values = new LinkedHashMap<>();
        for (JsonNode requirement : requirements) {
            boolean isOneValue =
                    text(requirement, "operator").equals("In")
                            && requirement.path("values").size() == 1;
            if (isOneValue) {
                values.put(
                        text(requirement, "key"), requirement.path("values").get(0).asString(""));
            }
        }
        return values;
    }

    static boolean isAboutResource(KubeObject review) {
        return review.spec().path(RESOURCE).isObject();
    }

    /// Exactly one kind of attributes, and selectors that make sense.
    static void validate(KubeObject review, FieldErrors errors) {
        JsonNode resource = review.spec().path(RESOURCE);
        JsonNode path = review.spec().path(NON_RESOURCE);
        if (resource.isObject() == path.isObject()) {
            errors.invalid(
                    "spec",
                    path.isObject() ? shown(path) : JsonNodeFactory.instance.nullNode(),
                    "exactly one of nonResourceAttributes or resourceAttributes must be specified");
        }
        validateSelector(resource, "fieldSelector", errors);
        validateSelector(resource, "labelSelector", errors);
    }

    /// Kubernetes shows the value with the names of Go's fields.
    private static ObjectNode shown(JsonNode path) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("Path", text(path, "path"))
                .put("Verb", text(path, "verb"));
    }

    private static void validateSelector(JsonNode resource, String name, FieldErrors errors) {
        JsonNode selector = resource.path(name);
        if (!selector.isObject()) {
            return;
        }
        String path = "spec." + RESOURCE + "." + name;
        String raw = text(selector, "rawSelector");
        JsonNode requirements = selector.path("requirements");
        if (!raw.isEmpty() && !requirements.isEmpty()) {
            errors.invalid(
                    path + ".rawSelector",
                    raw,
                    "may not specified at the same time as requirements");
        }
        if (raw.isEmpty() && requirements.isEmpty()) {
            errors.required(
                    path + ".requirements",
                    "when %s is specified, requirements or rawSelector is required"
                            .formatted(path));
        }
        for (int i = 0; i < requirements.size(); i++) {
            validateRequirement(
                    requirements.get(i), "%s.requirements[%d]".formatted(path, i), errors);
        }
    }

    private static void validateRequirement(JsonNode requirement, String path, FieldErrors errors) {
        if (text(requirement, "key").isEmpty()) {
            errors.required(path + ".key", "must be specified");
        }
        String operator = text(requirement, "operator");
        boolean hasValues = !requirement.path("values").isEmpty();
        switch (operator) {
            case "In", "NotIn" -> {
                if (!hasValues) {
                    errors.required(
                            path + ".values",
                            "must be specified when `operator` is 'In' or 'NotIn'");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (hasValues) {
                    errors.forbidden(
                            path + ".values",
                            "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                }
            }
            default -> errors.notSupported(path + ".operator", operator, FIELD_OPERATORS);
        }
    }

    static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}
