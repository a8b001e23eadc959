package dev.purser.cel.policy;

import dev.purser.api.selector.LabelSyntax;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Names;
import dev.purser.cel.schema.FieldNames;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The parts that both kinds of policies have: parameters, conditions and variables.
final class ExpressionForm {
    private static final int CONDITIONS_MAX = 64;
    private static final Pattern IDENTIFIER = Pattern.compile("[_a-zA-Z][_a-zA-Z0-9]*");

    private final PolicyCompiler compiler;
    private final FieldErrors errors;

    ExpressionForm(PolicyCompiler compiler, FieldErrors errors) {
        this.compiler = compiler;
        this.errors = errors;
    }

    void paramKind(JsonNode kind, String path) {
        if (!kind.isObject()) {
            return;
        }
        apiVersion(kind.path("apiVersion").asString(""), path + ".apiVersion");
        String name = kind.path("kind").asString("");
        if (name.isEmpty()) {
            errors.required(path + ".kind", "");
            return;
        }
        List<String> wrong = Names.label1035Errors(name.toLowerCase(Locale.ROOT));
        if (!wrong.isEmpty()) {
            errors.invalid(
                    path + ".kind",
                    name,
                    "may have mixed case, but should otherwise match: " + String.join(",", wrong));
        }
    }

    private void apiVersion(String text, String path) {
        if (text.isEmpty()) {
            errors.required(path, "");
            return;
        }
        int slash = text.indexOf('/');
        if (slash >= 0 && text.indexOf('/', slash + 1) >= 0) {
            errors.invalid(path, text, "unexpected GroupVersion string: " + text);
            return;
        }
        String group = slash < 0 ? "" : text.substring(0, slash);
        String version = text.substring(slash + 1);
        List<String> wrongGroup = group.isEmpty() ? List.of() : Names.subdomainErrors(group);
        if (!wrongGroup.isEmpty()) {
            errors.invalid(path, group, String.join(",", wrongGroup));
        }
        if (version.isEmpty()) {
            errors.invalid(path, text, "version must be specified");
            return;
        }
        List<String> wrongVersion = Names.label1035Errors(version);
        if (!wrongVersion.isEmpty()) {
            errors.invalid(path, version, String.join(",", wrongVersion));
        }
    }

    void matchConditions(JsonNode conditions, String path) {
        if (conditions.size() > CONDITIONS_MAX) {
            errors.tooMany(path, conditions.size(), CONDITIONS_MAX);
        }
        Set<String> names = new HashSet<>();
        int index = 0;
        for (JsonNode condition : conditions) {
            String place = "%s[%d]".formatted(path, index++);
            String text = condition.path("expression").asString("").strip();
            if (text.isEmpty()) {
                errors.required(place + ".expression", "");
            } else {
                report(compiler.matchCondition(text), place + ".expression");
            }
            String name = condition.path("name").asString("");
            if (name.isEmpty()) {
                errors.required(place + ".name", "");
                continue;
            }
            LabelSyntax.keyErrors(name).forEach(why -> errors.invalid(place + ".name", name, why));
            if (!names.add(name)) {
                errors.duplicate(place + ".name", name);
            }
        }
    }

    void variables(JsonNode variables, String path) {
        int index = 0;
        for (JsonNode variable : variables) {
            String place = "%s[%d]".formatted(path, index++);
            String name = variable.path("name").asString("");
            if (name.isBlank()) {
                errors.required(place + ".name", "name is not specified");
            } else if (!IDENTIFIER.matcher(name).matches() || FieldNames.isReserved(name)) {
                errors.invalid(place + ".name", name, "must be a valid CEL identifier");
            }
            String text = variable.path("expression").asString("");
            if (text.isBlank()) {
                errors.required(place + ".expression", "expression is not specified");
            } else {
                report(compiler.variable(name, text), place + ".expression");
            }
        }
    }

    /// Compiles an expression and says what is wrong with it.
    void expression(String text, Purpose purpose, String path) {
        report(compiler.compile(text, purpose), path);
    }

    private void report(Expression expression, String path) {
        PolicyCompiler.error(expression)
                .ifPresent(error -> {
                    if (error.isInternal()) {
                        errors.internal(path, error.detail());
                    } else {
                        errors.invalid(path, expression.text(), error.detail());
                    }
                });
    }
}
