package dev.purser.api.kind.flowcontrol;

import dev.purser.api.codec.GoForm;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Names;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// FlowSchemas: which requests belong to which priority level.
///
/// @param goForm shows parts of objects in messages
record FlowSchemaRules(BootstrapFlows bootstrap, GoForm goForm) implements FlowLifecycle {
    private static final String TYPES = "io.k8s.api.flowcontrol.v1.";
    private static final String PRECEDENCE = "spec.matchingPrecedence";
    private static final String LEVEL = "spec.priorityLevelConfiguration.name";
    private static final int PRECEDENCE_MAX = 10_000;
    private static final List<String> METHODS = List.of("ByNamespace", "ByUser");

    @Override
    public void setDefaults(KubeObject object) {
        Trees.setDefaultForZero(object.spec(), "matchingPrecedence", 1000);
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        ObjectNode spec = object.spec();
        validatePrecedence(spec.path("matchingPrecedence").asLong(0), object.name(), errors);
        Trees.object(spec, "distinguisherMethod")
                .filter(method -> !METHODS.contains(Trees.text(method, "type")))
                .ifPresent(method ->
                        errors.notSupportedShown(
                                "spec.distinguisherMethod.type",
                                goForm.compact(method, TYPES + "FlowDistinguisherMethod"),
                                METHODS));
        String level = Trees.text(spec.path("priorityLevelConfiguration"), "name");
        if (level.isEmpty()) {
            errors.required(LEVEL, "must reference a priority level");
        } else {
            Names.subdomainErrors(level).forEach(why -> errors.invalid(LEVEL, level, why));
        }
        List<ObjectNode> rules = Trees.items(spec, "rules");
        for (int i = 0; i < rules.size(); i++) {
            FlowRuleValidation.validate(rules.get(i), "spec.rules[%d]".formatted(i), errors);
        }
        bootstrap
                .mandatorySpec("FlowSchema", object.name())
                .filter(mandatory -> !mandatory.equals(spec))
                .ifPresent(mandatory ->
                        errors.invalidShown(
                                "spec",
                                goForm.compact(spec, TYPES + "FlowSchemaSpec"),
                                "spec of '%s' must equal the fixed value"
                                        .formatted(object.name())));
        FlowLifecycle.validateConditions(object, errors);
    }

    private static void validatePrecedence(long precedence, String name, FieldErrors errors) {
        if (precedence <= 0) {
            errors.invalid(PRECEDENCE, precedence, "must be a positive value");
        }
        if (precedence > PRECEDENCE_MAX) {
            errors.invalid(PRECEDENCE, precedence, "must not be greater than " + PRECEDENCE_MAX);
        }
        if (precedence == 1 && !name.equals("exempt")) {
            errors.invalid(
                    PRECEDENCE,
                    precedence,
                    "only the schema named 'exempt' may have matchingPrecedence 1");
        }
    }
}
