package dev.purser.external.template;

import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What a template may not do, whoever wrote it: make tokens, or write parts of a Secret other than
/// its data, labels and annotations.
final class TemplateRules {
    private static final String ENGINE = "v2";
    private static final String ACCOUNT_TOKEN = "kubernetes.io/service-account-token";
    private static final String BOOTSTRAP_TOKEN = "bootstrap.kubernetes.io/token";
    private static final String ACCOUNT_NAME = "kubernetes.io/service-account.name";
    private static final String ANNOTATIONS = "annotations";
    private static final Set<String> TARGETS = Set.of("", "data", ANNOTATIONS, "labels");

    private TemplateRules() {}

    static void check(JsonNode template) throws TemplateException {
        String version = template.path("engineVersion").asString("");
        if (!version.isEmpty() && !version.equals(ENGINE)) {
            throw new TemplateException("unsupported template engine version: " + version);
        }
        checkType(template);
        for (JsonNode from : template.path("templateFrom")) {
            checkTarget(from.path("target").asString(""));
        }
    }

    private static void checkType(JsonNode template) throws TemplateException {
        String type = template.path("type").asString("");
        if (type.equals(BOOTSTRAP_TOKEN)) {
            throw new TemplateException("template.type=\"%s\" is not allowed".formatted(type));
        }
        if (!type.equals(ACCOUNT_TOKEN)) {
            return;
        }
        if (template.path("metadata").path(ANNOTATIONS).has(ACCOUNT_NAME)) {
            throw new TemplateException(
                    "template.type=\"%s\" with annotation \"%s\" is not allowed"
                            .formatted(type, ACCOUNT_NAME));
        }
        for (JsonNode from : template.path("templateFrom")) {
            String target = from.path("target").asString("");
            if (target.equalsIgnoreCase(ANNOTATIONS)) {
                throw new TemplateException(
                        "template.type=\"%s\" with templateFrom target=\"%s\" is not allowed"
                                .formatted(type, target));
            }
        }
    }

    private static void checkTarget(String target) throws TemplateException {
        if (!TARGETS.contains(target.toLowerCase(Locale.ROOT))) {
            throw new TemplateException(
                    "templateFrom target=\"%s\" is not allowed when targeting a Secret, must be one of \"Data\", \"Annotations\" or \"Labels\""
                            .formatted(target));
        }
    }
}
