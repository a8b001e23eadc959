package dev.purser.cel.policy;

import dev.purser.api.kind.SpecOnly;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.FieldErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The rules of ValidatingAdmissionPolicyBinding and MutatingAdmissionPolicyBinding.
final class BindingRules implements SpecOnly {
    private static final List<String> ACTIONS = List.of("Audit", "Deny", "Warn");

    private final Kind kind;

    /// Whose binding it is.
    enum Kind {
        VALIDATING,
        MUTATING
    }

    BindingRules(Kind kind) {
        this.kind = kind;
    }

    @Override
    public void setDefaults(KubeObject object) {
        MatchForm.setDefaults(object.spec().path("matchResources"));
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        validateSpec(object, errors);
        ReservedNames.validate(object, errors);
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        validateSpec(object, errors);
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        return ReservedNames.warnings(object);
    }

    private void validateSpec(KubeObject object, FieldErrors errors) {
        JsonNode spec = object.spec();
        new BindingForm(errors).validate(spec);
        switch (kind) {
            case VALIDATING -> actions(spec.path("validationActions"), errors);
            case MUTATING ->
                    MutatingPolicyRules.validateOperations(
                            spec.path("matchResources"), "spec.matchResources", errors);
        }
    }

    private static void actions(JsonNode actions, FieldErrors errors) {
        String path = "spec.validationActions";
        Set<String> seen = new HashSet<>();
        int index = 0;
        for (JsonNode action : actions) {
            String place = "%s[%d]".formatted(path, index++);
            String text = action.asString("");
            if (!ACTIONS.contains(text)) {
                errors.notSupported(place, text, ACTIONS);
            }
            if (!seen.add(text)) {
                errors.duplicate(place, text);
            }
        }
        if (seen.contains("Deny") && seen.contains("Warn")) {
            errors.invalid(
                    path,
                    actions,
                    "must not contain both Deny and Warn (repeating the same validation failure"
                            + " information in the API response and headers serves no purpose)");
        }
        if (seen.isEmpty()) {
            errors.required(path, "");
        }
    }
}
