package dev.purser.api.kind.webhook;

import dev.purser.api.kind.SpecOnly;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Configurations of webhooks: those that refuse objects, and those that change them.
enum WebhookRules implements SpecOnly {
    VALIDATING,
    MUTATING;

    private static final String WEBHOOKS = "webhooks";
    private static final String STATIC_SUFFIX = ".static.k8s.io";
    private static final String RESERVED =
            "names ending with \"%s\" are reserved for static manifest-based configurations and"
                    + " cannot be managed via the API";

    /// Questions about users, on which webhooks have no say.
    private static final Set<String> EXCLUDED =
            Set.of(
                    "selfsubjectreviews.authentication.k8s.io",
                    "tokenreviews.authentication.k8s.io",
                    "localsubjectaccessreviews.authorization.k8s.io",
                    "selfsubjectaccessreviews.authorization.k8s.io",
                    "selfsubjectrulesreviews.authorization.k8s.io",
                    "subjectaccessreviews.authorization.k8s.io");

    @Override
    public void setDefaults(KubeObject object) {
        for (ObjectNode hook : Trees.items(object.json(), WEBHOOKS)) {
            setText(hook, "failurePolicy", "Fail");
            setText(hook, "matchPolicy", "Equivalent");
            Trees.ensure(hook, "namespaceSelector");
            Trees.ensure(hook, "objectSelector");
            Trees.setDefault(hook, "timeoutSeconds", 10);
            if (this == MUTATING) {
                setText(hook, "reinvocationPolicy", "Never");
            }
            Trees.items(hook, "rules").forEach(rule -> setText(rule, "scope", "*"));
            Trees.object(hook.path("clientConfig"), "service")
                    .ifPresent(service -> Trees.setDefault(service, "port", 443));
        }
    }

    private static void setText(ObjectNode node, String field, String value) {
        if (!Trees.has(node, field)) {
            node.put(field, value);
        }
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        validateHooks(object, errors);
        if (object.name().endsWith(STATIC_SUFFIX)) {
            errors.invalid("metadata.name", object.name(), RESERVED.formatted(STATIC_SUFFIX));
        }
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        validateHooks(object, errors);
    }

    private void validateHooks(KubeObject object, FieldErrors errors) {
        List<ObjectNode> hooks = Trees.items(object.json(), WEBHOOKS);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < hooks.size(); i++) {
            String path = "%s[%d]".formatted(WEBHOOKS, i);
            WebhookValidation.validate(hooks.get(i), path, errors);
            if (this == MUTATING) {
                WebhookValidation.validateReinvocation(hooks.get(i), path, errors);
            }
            String name = Trees.text(hooks.get(i), "name");
            if (!name.isEmpty() && !names.add(name)) {
                errors.duplicate(path + ".name", name);
            }
        }
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        List<String> warnings = new ArrayList<>();
        boolean isNew = object.resourceVersion().isEmpty();
        if (!isNew && object.name().endsWith(STATIC_SUFFIX)) {
            warnings.add("metadata.name: " + RESERVED.formatted(STATIC_SUFFIX));
        }
        List<ObjectNode> hooks = Trees.items(object.json(), WEBHOOKS);
        for (int i = 0; i < hooks.size(); i++) {
            List<ObjectNode> rules = Trees.items(hooks.get(i), "rules");
            for (int j = 0; j < rules.size(); j++) {
                String path = "%s[%d].rules[%d]".formatted(WEBHOOKS, i, j);
                excluded(rules.get(j))
                        .forEach(resource ->
                                warnings.add(
                                        ("%s: %s is excluded from admission webhooks; this rule"
                                                        + " will have no effect")
                                                .formatted(path, resource)));
            }
        }
        return warnings;
    }

    /// The excluded resources that a rule names one by one.
    private static Set<String> excluded(ObjectNode rule) {
        List<String> groups = Trees.texts(rule, "apiGroups");
        List<String> resources = Trees.texts(rule, "resources");
        Set<String> named = new LinkedHashSet<>();
        if (groups.contains("*") || resources.contains("*")) {
            return named;
        }
        for (String group : groups) {
            for (String resource : resources) {
                String full = resource + "." + group;
                if (EXCLUDED.contains(full)) {
                    named.add(full);
                }
            }
        }
        return named;
    }
}
