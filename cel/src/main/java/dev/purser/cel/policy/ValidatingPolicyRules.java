package dev.purser.cel.policy;

import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.Lifecycle;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.selector.LabelSyntax;
import dev.purser.api.status.FieldErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The rules of ValidatingAdmissionPolicy.
final class ValidatingPolicyRules implements KindRules {
    private static final String NOTHING_TO_DO =
            "validations or auditAnnotations must contain at least one item";
    private static final List<String> REASONS =
            List.of("Forbidden", "Invalid", "RequestEntityTooLarge");
    private static final int ANNOTATIONS_MAX = 20;
    private static final int VALUE_LENGTH_MAX = 5 * 1024;

    @Override
    public void setDefaults(KubeObject object) {
        PolicyForm.setDefaults(object);
    }

    @Override
    public void prepareForCreate(KubeObject object) {
        object.json().putObject("status");
        Lifecycle.startGeneration(object);
    }

    @Override
    public void prepareForUpdate(KubeObject object, KubeObject old) {
        Lifecycle.keepStatus(object, old);
        Lifecycle.countChange(object, old);
    }

    @Override
    public void prepareForStatusUpdate(KubeObject object, KubeObject old) {
        Lifecycle.keepAllButStatus(object, old);
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        validateSpec(object, true, errors);
        ReservedNames.validate(object, errors);
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        validateSpec(object, PolicyForm.conditionsMatter(object, old), errors);
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        return ReservedNames.warnings(object);
    }

    private static void validateSpec(KubeObject object, boolean conditions, FieldErrors errors) {
        JsonNode spec = object.spec();
        PolicyCompiler compiler = new PolicyCompiler(spec.path("paramKind").isObject());
        ExpressionForm form = new ExpressionForm(compiler, errors);
        PolicyForm.validateCommon(spec, form, errors);
        if (conditions) {
            form.matchConditions(spec.path("matchConditions"), "spec.matchConditions");
        }
        form.variables(spec.path("variables"), "spec.variables");
        if (spec.path("validations").isEmpty() && spec.path("auditAnnotations").isEmpty()) {
            errors.required("spec.validations", NOTHING_TO_DO);
            errors.required("spec.auditAnnotations", NOTHING_TO_DO);
            return;
        }
        int index = 0;
        for (JsonNode validation : spec.path("validations")) {
            validation(validation, "spec.validations[%d]".formatted(index++), form, errors);
        }
        annotations(object, form, errors);
    }

    private static void validation(
            JsonNode validation, String path, ExpressionForm form, FieldErrors errors) {
        String text = validation.path("expression").asString("");
        if (text.isBlank()) {
            errors.required(path + ".expression", "expression is not specified");
        } else {
            form.expression(text, Purpose.CONDITION, path + ".expression");
        }
        String said = validation.path("messageExpression").asString("");
        if (!said.isEmpty() && said.isBlank()) {
            errors.invalid(path + ".messageExpression", said, "must be non-empty if specified");
        } else if (!said.isEmpty()) {
            form.expression(said, Purpose.MESSAGE, path + ".messageExpression");
        }
        String message = validation.path("message").asString("");
        if (!message.isEmpty() && message.isBlank()) {
            errors.invalid(path + ".message", message, "must be non-empty if specified");
        } else if (message.strip().indexOf('\n') >= 0 || message.strip().indexOf('\r') >= 0) {
            errors.invalid(path + ".message", message, "must not contain line breaks");
        }
        JsonNode reason = validation.path("reason");
        if (reason.isString() && !REASONS.contains(reason.asString())) {
            errors.notSupported(path + ".reason", reason.asString(), REASONS);
        }
    }

    private static void annotations(KubeObject object, ExpressionForm form, FieldErrors errors) {
        JsonNode annotations = object.spec().path("auditAnnotations");
        String path = "spec.auditAnnotations";
        if (annotations.size() > ANNOTATIONS_MAX) {
            errors.invalid(
                    path,
                    annotations,
                    "must not have more than %d auditAnnotations".formatted(ANNOTATIONS_MAX));
        }
        Set<String> keys = new HashSet<>();
        int index = 0;
        for (JsonNode annotation : annotations) {
            String place = "%s[%d]".formatted(path, index++);
            String key = annotation.path("key").asString("");
            String name = object.name();
            if (name.isEmpty()) {
                errors.invalid(place + ".key", key, "requires metadata.name be non-empty");
            } else {
                String whole = name + "/" + key;
                LabelSyntax.keyErrors(whole)
                        .forEach(why -> errors.invalid(place + ".key", whole, why));
            }
            value(annotation.path("valueExpression").asString(""), place, form, errors);
            if (!keys.add(key)) {
                errors.duplicate(place + ".key", key);
            }
        }
    }

    private static void value(String text, String place, ExpressionForm form, FieldErrors errors) {
        String path = place + ".valueExpression";
        if (text.isBlank()) {
            errors.required(path, "valueExpression is not specified");
        } else if (text.strip().length() > VALUE_LENGTH_MAX) {
            errors.required(path, "must not exceed %d bytes in length".formatted(VALUE_LENGTH_MAX));
        } else {
            form.expression(text.strip(), Purpose.AUDIT, path);
        }
    }
}
