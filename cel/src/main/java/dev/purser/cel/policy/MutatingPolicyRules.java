package dev.purser.cel.policy;

import dev.purser.api.kind.SpecOnly;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The rules of MutatingAdmissionPolicy.
final class MutatingPolicyRules implements SpecOnly {
    private static final List<String> OPERATIONS = List.of("*", "CONNECT", "CREATE", "UPDATE");
    private static final List<String> PATCH_TYPES = List.of("ApplyConfiguration", "JSONPatch");
    private static final List<String> REINVOCATIONS = List.of("IfNeeded", "Never");

    @Override
    public void setDefaults(KubeObject object) {
        PolicyForm.setDefaults(object);
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        validateSpec(object.spec(), true, errors);
        ReservedNames.validate(object, errors);
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        validateSpec(object.spec(), PolicyForm.conditionsMatter(object, old), errors);
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        return ReservedNames.warnings(object);
    }

    /// Only what creates, changes or connects can be mutated.
    static void validateOperations(JsonNode match, String path, FieldErrors errors) {
        for (JsonNode rule : match.path("resourceRules")) {
            for (JsonNode operation : rule.path("operations")) {
                if (!OPERATIONS.contains(operation.asString(""))) {
                    errors.notSupported(
                            path + ".resourceRules.operations", operation.asString(""), OPERATIONS);
                }
            }
        }
    }

    private static void validateSpec(JsonNode spec, boolean conditions, FieldErrors errors) {
        PolicyCompiler compiler = new PolicyCompiler(spec.path("paramKind").isObject());
        compiler.compose();
        ExpressionForm form = new ExpressionForm(compiler, errors);
        PolicyForm.validateCommon(spec, form, errors);
        validateOperations(spec.path("matchConstraints"), "spec.matchConstraints", errors);
        if (conditions) {
            form.matchConditions(spec.path("matchConditions"), "spec.matchConditions");
        }
        form.variables(spec.path("variables"), "spec.variables");
        if (spec.path("mutations").isEmpty()) {
            errors.required("spec.mutations", "mutations must contain at least one item");
        }
        int index = 0;
        for (JsonNode mutation : spec.path("mutations")) {
            mutation(mutation, "spec.mutations[%d]".formatted(index++), form, errors);
        }
        String reinvocation = spec.path("reinvocationPolicy").asString("");
        if (reinvocation.isEmpty()) {
            errors.required("spec.reinvocationPolicy", "");
        } else if (!REINVOCATIONS.contains(reinvocation)) {
            errors.notSupported("spec.reinvocationPolicy", reinvocation, REINVOCATIONS);
        }
    }

    private static void mutation(
            JsonNode mutation, String path, ExpressionForm form, FieldErrors errors) {
        String type = mutation.path("patchType").asString("");
        switch (type) {
            case "" -> errors.required(path + ".patchType", "");
            case "JSONPatch" -> {
                patch(mutation, path, PatchKind.JSON_PATCH, form, errors);
                refuse(mutation, path, PatchKind.APPLY_CONFIGURATION, type, errors);
            }
            case "ApplyConfiguration" -> {
                patch(mutation, path, PatchKind.APPLY_CONFIGURATION, form, errors);
                refuse(mutation, path, PatchKind.JSON_PATCH, type, errors);
            }
            default -> errors.notSupported(path + ".patchType", type, PATCH_TYPES);
        }
    }

    private enum PatchKind {
        APPLY_CONFIGURATION(
                "applyConfiguration", "ApplyConfiguration", Purpose.APPLY_CONFIGURATION),
        JSON_PATCH("jsonPatch", "JSONPatch", Purpose.JSON_PATCH);

        private final String member;
        private final String type;
        private final Purpose purpose;

        PatchKind(String member, String type, Purpose purpose) {
            this.member = member;
            this.type = type;
            this.purpose = purpose;
        }
    }

    private static void patch(
            JsonNode mutation,
            String path,
            PatchKind kind,
            ExpressionForm form,
            FieldErrors errors) {
        JsonNode patch = mutation.path(kind.member);
        String place = path + "." + kind.member;
        if (!patch.isObject()) {
            errors.required(place, "must be specified when patchType is " + kind.type);
            return;
        }
        String text = patch.path("expression").asString("").strip();
        if (text.isEmpty()) {
            errors.required(place + ".expression", "");
        } else {
            form.expression(text, kind.purpose, place + ".expression");
        }
    }

    private static void refuse(
            JsonNode mutation, String path, PatchKind kind, String type, FieldErrors errors) {
        if (mutation.path(kind.member).isObject()) {
            errors.invalid(
                    path + "." + kind.member,
                    "{" + kind.member + "}",
                    "must not be specified when patchType is " + type);
        }
    }
}
