package dev.purser.server.audit;

import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Names;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a policy must be (`apiserver/pkg/apis/audit/validation`).
final class PolicyValidation {
    private final FieldErrors errors = new FieldErrors();

    private PolicyValidation() {}

    static void check(ObjectNode policy) throws PolicyException {
        PolicyValidation validation = new PolicyValidation();
        validation.stages(policy.path("omitStages"), "omitStages");
        int count = 0;
        for (JsonNode rule : policy.path("rules")) {
            validation.rule(rule, "rules[" + count + "]");
            count++;
        }
        if (!validation.errors.isEmpty()) {
            throw new PolicyException(validation.errors.text());
        }
        if (count == 0) {
            throw new PolicyException("loaded illegal policy with 0 rules");
        }
    }

    private void rule(JsonNode rule, String path) {
        level(rule.path("level").asString(""), path + ".level");
        paths(rule.path("nonResourceURLs"), path + ".nonResourceURLs");
        for (JsonNode resources : rule.path("resources")) {
            resources(resources, path + ".resources");
        }
        stages(rule.path("omitStages"), path + ".omitStages");
        boolean aboutResources =
                !rule.path("resources").isEmpty() || !rule.path("namespaces").isEmpty();
        if (!rule.path("nonResourceURLs").isEmpty() && aboutResources) {
            errors.invalid(
                    path + ".nonResourceURLs",
                    rule.path("nonResourceURLs"),
                    "rules cannot apply to both regular resources and non-resource URLs");
        }
    }

    private void level(String level, String path) {
        Optional<AuditLevel> known = AuditLevel.of(level);
        if (level.isEmpty()) {
            errors.required(path, "");
        } else if (known.isEmpty()) {
            errors.notSupported(path, level, AuditLevel.texts());
        }
    }

    private void paths(JsonNode urls, String path) {
        for (int i = 0; i < urls.size(); i++) {
            String url = urls.path(i).asString("");
            String place = path + "[" + i + "]";
            if (url.equals("*")) {
                continue;
            }
            if (!url.startsWith("/")) {
                errors.invalid(
                        place, url, "non-resource URL rules must begin with a '/' character");
            }
            int star = url.indexOf('*');
            if (star >= 0 && star < url.length() - 1) {
                errors.invalid(
                        place,
                        url,
                        "non-resource URL wildcards '*' must be the final character of the rule");
            }
        }
    }

    private void resources(JsonNode resources, String path) {
        String group = resources.path("group").asString("");
        if (!group.isEmpty() && !group.equals("*")) {
            List<String> problems = Names.subdomainErrors(group);
            if (!problems.isEmpty()) {
                errors.invalid(path + ".group", group, String.join(",", problems));
            }
        }
        if (!resources.path("resourceNames").isEmpty() && resources.path("resources").isEmpty()) {
            errors.invalid(
                    path + ".resourceNames",
                    resources.path("resourceNames"),
                    "using resourceNames requires at least one resource");
        }
    }

    private void stages(JsonNode stages, String path) {
        for (int i = 0; i < stages.size(); i++) {
            String stage = stages.path(i).asString("");
            if (AuditStage.of(stage).isEmpty()) {
                errors.invalid(
                        path + "[" + i + "]",
                        stage,
                        "allowed stages are " + String.join(",", AuditStage.texts()));
            }
        }
    }
}
