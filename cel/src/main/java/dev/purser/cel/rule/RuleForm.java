package dev.purser.cel.rule;

import dev.purser.api.status.FieldErrors;
import dev.purser.cel.schema.SchemaNode;
import java.util.List;

/// The form of a rule, before it is compiled.
record RuleForm(Rule rule, String path) {
    private static final List<String> REASONS =
            List.of(
                    "FieldValueDuplicate",
                    "FieldValueForbidden",
                    "FieldValueInvalid",
                    "FieldValueRequired");

    /// Whether nothing is missing or wrong.
    boolean check(SchemaNode schema, FieldErrors errors) {
        int before = errors.list().size();
        checkTexts(errors);
        if (!rule.reason().isEmpty() && !REASONS.contains(rule.reason())) {
            errors.notSupported(path + ".reason", rule.reason(), REASONS);
        }
        if (!rule.fieldPath().isEmpty()) {
            checkFieldPath(schema, errors);
        }
        return errors.list().size() == before;
    }

    private void checkTexts(FieldErrors errors) {
        String message = rule.message();
        if (rule.rule().isBlank()) {
            errors.required(path + ".rule", "rule is not specified");
        } else if (!message.isEmpty() && message.isBlank()) {
            errors.invalid(path + ".message", message, "must be non-empty if specified");
        } else if (hasLines(message.strip())) {
            errors.invalid(path + ".message", message, "must not contain line breaks");
        } else if (hasLines(rule.rule().strip()) && message.isBlank()) {
            errors.required(
                    path + ".message", "message must be specified if rule contains line breaks");
        }
        if (!rule.messageExpression().isEmpty() && rule.messageExpression().isBlank()) {
            errors.required(
                    path + ".messageExpression",
                    "messageExpression must be non-empty if specified");
        }
    }

    private void checkFieldPath(SchemaNode schema, FieldErrors errors) {
        String field = path + ".fieldPath";
        if (rule.fieldPath().isBlank()) {
            errors.invalid(field, rule.fieldPath(), "must be non-empty if specified");
        }
        if (hasLines(rule.fieldPath())) {
            errors.invalid(field, rule.fieldPath(), "must not contain line breaks");
        }
        if (FieldPath.parse(rule.fieldPath(), schema).isEmpty()) {
            errors.invalid(field, rule.fieldPath(), "must be a valid path");
        }
    }

    private static boolean hasLines(String text) {
        return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
    }
}
