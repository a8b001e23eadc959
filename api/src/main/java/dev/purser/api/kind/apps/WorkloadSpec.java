package dev.purser.api.kind.apps;

import dev.purser.api.kind.pod.PodTemplates;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.selector.LabelSelector;
import dev.purser.api.selector.SelectorException;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Labels;
import dev.purser.api.validation.Numbers;
import dev.purser.api.validation.Spot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What the specs of workloads have in common: a selector that never changes, and a template whose
/// Pods it selects. Immutable and thread-safe.
public final class WorkloadSpec {
    private static final String TEMPLATE = "template";
    private static final String TEMPLATE_PATH = "spec.template";
    private static final String SELECTOR = "selector";

    private final PodTemplates templates;

    public WorkloadSpec(PodTemplates templates) {
        this.templates = templates;
    }

    static Spot spec(KubeObject object, FieldErrors errors) {
        return new Spot(object.spec(), "spec", errors);
    }

    private static ObjectNode template(KubeObject object) {
        return Trees.ensure(object.spec(), TEMPLATE);
    }

    void setTemplateDefaults(KubeObject object) {
        templates.setDefaults(template(object));
    }

    /// Drops from the template what no Pod may have yet.
    void prepareTemplate(KubeObject object) {
        templates.prepare(template(object));
    }

    static void requireNonNegative(Spot owner, List<String> fields) {
        for (String field : fields) {
            Spot number = owner.at(field);
            Numbers.requireNonNegative(number.node(), number.path(), number.errors());
        }
    }

    /// @param noun what the kind is called in the complaint about an empty selector
    static void requireSelector(Spot spec, String noun) {
        Spot selector = spec.at(SELECTOR);
        if (selector.isGiven()) {
            validateSelector(selector, noun);
        } else {
            selector.required();
        }
    }

    static void validateSelector(Spot selector, String noun) {
        Labels.validateSelector(selector.node(), selector.path(), selector.errors());
        boolean isEmpty =
                selector.at("matchLabels").isEmpty() && selector.at("matchExpressions").isEmpty();
        if (selector.isGiven() && isEmpty) {
            selector.invalid("empty selector is invalid for " + noun);
        }
    }

    /// The selector, or a complaint about it.
    static Optional<LabelSelector> parse(Spot selector, String complaint) {
        try {
            return Optional.of(LabelSelector.of(selector.node()));
        } catch (SelectorException e) {
            selector.invalid(complaint);
            return Optional.empty();
        }
    }

    static void requireMatch(LabelSelector selector, Spot spec) {
        Spot labels = spec.at(TEMPLATE).at("metadata").at("labels");
        if (!selector.isEverything() && !selector.matches(strings(labels.node()))) {
            labels.invalid("`selector` does not match template `labels`");
        }
    }

    /// Checks a template whose Pods run until they are no longer wanted.
    ///
    /// @param old what was there before; nothing for a new object
    /// @param noun what the kind is called in the complaint about a deadline
    void validateTemplate(Spot spec, JsonNode old, String noun) {
        validateTemplate(Trees.ensure((ObjectNode) spec.node(), TEMPLATE), old, spec.errors());
        requireLongRunning(spec.at(TEMPLATE).at("spec"), noun);
    }

    /// Checks a template, be it the one in the spec or what is made of it.
    void validateTemplate(ObjectNode template, JsonNode old, FieldErrors errors) {
        templates.validateUpdate(template, old.path("spec").path(TEMPLATE), TEMPLATE_PATH, errors);
    }

    void validateTemplateMetadata(ObjectNode template, FieldErrors errors) {
        templates.validateMetadata(template, TEMPLATE_PATH, errors);
    }

    static void requireLongRunning(Spot podSpec, String noun) {
        podSpec.at("restartPolicy").requireOneOf(List.of("Always"));
        podSpec.ifGiven(
                "activeDeadlineSeconds",
                deadline ->
                        deadline.forbidden(
                                "activeDeadlineSeconds in %s is not Supported".formatted(noun)));
    }

    /// Warns of what is in the template of a new object, or of one whose spec has changed.
    List<String> warnings(KubeObject object, KubeObject old) {
        boolean isNew = old.resourceVersion().isEmpty();
        return isNew || object.generation() != old.generation()
                ? templateWarnings(object)
                : List.of();
    }

    List<String> templateWarnings(KubeObject object) {
        return templates.warnings(template(object), TEMPLATE_PATH);
    }

    /// Warns of a name that is no label, and of the template.
    List<String> warningsWithName(KubeObject object, KubeObject old) {
        List<String> warnings = new ArrayList<>();
        if (old.resourceVersion().isEmpty()) {
            warnings.addAll(PodTemplates.nameWarnings(object.name()));
        }
        warnings.addAll(warnings(object, old));
        return warnings;
    }

    /// Refuses a change of what cannot change.
    static void requireSame(Spot now, JsonNode before) {
        JsonNode old = before.isNull() ? now.nothing().node() : before;
        if (!now.node().equals(old)) {
            now.invalid("field is immutable");
        }
    }

    static void requireSameSelector(KubeObject object, KubeObject old, FieldErrors errors) {
        requireSame(spec(object, errors).at(SELECTOR), old.spec().path(SELECTOR));
    }

    private static Map<String, String> strings(JsonNode labels) {
        Map<String, String> result = new HashMap<>();
        labels.properties()
                .forEach(label -> result.put(label.getKey(), label.getValue().asString("")));
        return result;
    }
}
