package dev.purser.cel.policy;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What both kinds of policies have in common.
final class PolicyForm {
    private static final List<String> FAILURE_POLICIES = List.of("Fail", "Ignore");

    private PolicyForm() {}

    static void setDefaults(KubeObject object) {
        if (!object.spec().has("failurePolicy")) {
            object.spec().put("failurePolicy", "Fail");
        }
        MatchForm.setDefaults(object.spec().path("matchConstraints"));
    }

    static void validateCommon(JsonNode spec, ExpressionForm form, FieldErrors errors) {
        MatchForm match = new MatchForm(errors);
        match.choice(spec.path("failurePolicy"), "spec.failurePolicy", FAILURE_POLICIES);
        form.paramKind(spec.path("paramKind"), "spec.paramKind");
        JsonNode constraints = spec.path("matchConstraints");
        if (!constraints.isObject()) {
            errors.required("spec.matchConstraints", "");
            return;
        }
        match.validate(constraints, "spec.matchConstraints");
        if (constraints.path("resourceRules").isEmpty()) {
            errors.required("spec.matchConstraints.resourceRules", "");
        }
    }

    /// Whether the conditions of a changed policy are checked: not if they and the parameters' kind
    /// are as they were.
    static boolean conditionsMatter(KubeObject object, KubeObject old) {
        return !object.spec().path("matchConditions").equals(old.spec().path("matchConditions"))
                || !object.spec().path("paramKind").equals(old.spec().path("paramKind"));
    }
}
