package dev.purser.cel.policy;

import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Labels;
import dev.purser.api.validation.Names;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The parts that both kinds of bindings have.
final class BindingForm {
    private final FieldErrors errors;

    BindingForm(FieldErrors errors) {
        this.errors = errors;
    }

    void validate(JsonNode spec) {
        String policy = spec.path("policyName").asString("");
        if (policy.isEmpty()) {
            errors.required("spec.policyName", "");
        } else {
            Names.subdomainErrors(policy)
                    .forEach(why -> errors.invalid("spec.policyName", policy, why));
        }
        if (spec.path("paramRef").isObject()) {
            paramRef(spec.path("paramRef"), "spec.paramRef");
        }
        new MatchForm(errors).validate(spec.path("matchResources"), "spec.matchResources");
    }

    private void paramRef(JsonNode reference, String path) {
        String name = reference.path("name").asString("");
        JsonNode selector = reference.path("selector");
        boolean both = !name.isEmpty() && selector.isObject();
        if (!name.isEmpty()) {
            Names.pathSegmentErrors(name).forEach(why -> errors.invalid(path + ".name", name, why));
        }
        if (both) {
            errors.forbidden(path + ".name", "name and selector are mutually exclusive");
        }
        if (selector.isObject()) {
            Labels.validateSelector(selector, path + ".selector", errors);
        }
        if (both) {
            errors.forbidden(path + ".selector", "name and selector are mutually exclusive");
        }
        if (name.isEmpty() && !selector.isObject()) {
            errors.required(path, "one of name or selector must be specified");
        }
        String action = reference.path("parameterNotFoundAction").asString("");
        if (action.isEmpty()) {
            errors.required(path + ".parameterNotFoundAction", "");
        } else if (!action.equals("Deny") && !action.equals("Allow")) {
            errors.notSupported(
                    path + ".parameterNotFoundAction", action, List.of("Deny", "Allow"));
        }
    }
}
