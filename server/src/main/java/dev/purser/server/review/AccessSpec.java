package dev.purser.server.review;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.selector.LabelSyntax;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Labels;
import dev.purser.server.request.Attributes;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What an access review asks about: `resourceAttributes` or `nonResourceAttributes` of its spec.
final class AccessSpec {
    private static final String RESOURCE = "resourceAttributes";
    private static final String NON_RESOURCE = "nonResourceAttributes";
    private static final String FIELDS = "fieldSelector";
    private static final String LABELS = "labelSelector";

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
                    .withFields(ReviewSelector.fields(resource.path(FIELDS)));
        }
        JsonNode path = review.spec().path(NON_RESOURCE);
        return Attributes.nonResource(text(path, "verb"), text(path, "path"));
    }

    /// What is said about selectors that are not understood, and so narrow nothing.
    static List<String> ignored(KubeObject review) {
        JsonNode resource = review.spec().path(RESOURCE);
        List<String> ignored = new ArrayList<>();
        for (ReviewSelector selector :
                List.of(
                        ReviewSelector.ofFields(resource.path(FIELDS)),
                        ReviewSelector.ofLabels(resource.path(LABELS)))) {
            selector.problem().ifPresent(ignored::add);
        }
        return ignored;
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
        validateSelector(resource, FIELDS, errors);
        validateSelector(resource, LABELS, errors);
    }

    /// Kubernetes shows the value with the names of Go's fields.
    static ObjectNode shown(JsonNode path) {
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
                    name, requirements.get(i), "%s.requirements[%d]".formatted(path, i), errors);
        }
    }

    private static void validateRequirement(
            String selector, JsonNode requirement, String path, FieldErrors errors) {
        boolean isOfLabels = selector.equals(LABELS);
        if (!isOfLabels && text(requirement, "key").isEmpty()) {
            errors.required(path + ".key", "must be specified");
        }
        // Newer clients may know more operators; what is not understood is left out.
        var _ =
                Labels.validateValues(
                        text(requirement, "operator"), requirement.path("values"), path, errors);
        if (isOfLabels) {
            Labels.validateKey(text(requirement, "key"), path + ".key", errors);
            validateLabelValues(requirement.path("values"), path + ".values", errors);
        }
    }

    private static void validateLabelValues(JsonNode values, String path, FieldErrors errors) {
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i).asString("");
            String at = path + "[" + i + "]";
            LabelSyntax.valueErrors(value).forEach(why -> errors.invalid(at, value, why));
        }
    }

    static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}
