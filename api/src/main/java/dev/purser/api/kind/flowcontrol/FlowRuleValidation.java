package dev.purser.api.kind.flowcontrol;

import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Names;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks which requests a FlowSchema speaks of.
final class FlowRuleValidation {
    private static final String ALL = "*";
    private static final List<String> VERBS =
            List.of(
                    "create",
                    "delete",
                    "deletecollection",
                    "get",
                    "list",
                    "patch",
                    "proxy",
                    "update",
                    "watch");

    /// The kinds of subjects, with the field that belongs to each.
    private static final Map<String, String> SUBJECTS =
            Map.of("ServiceAccount", "serviceAccount", "User", "user", "Group", "group");

    private static final List<String> SUBJECT_KINDS = List.of("Group", "ServiceAccount", "User");

    private FlowRuleValidation() {}

    static void validate(ObjectNode rule, String path, FieldErrors errors) {
        List<ObjectNode> subjects = Trees.items(rule, "subjects");
        if (subjects.isEmpty()) {
            errors.required(path + ".subjects", "subjects must contain at least one value");
        }
        for (int i = 0; i < subjects.size(); i++) {
            validateSubject(subjects.get(i), "%s.subjects[%d]".formatted(path, i), errors);
        }
        List<ObjectNode> resourceRules = Trees.items(rule, "resourceRules");
        List<ObjectNode> otherRules = Trees.items(rule, "nonResourceRules");
        if (resourceRules.isEmpty() && otherRules.isEmpty()) {
            errors.required(
                    path, "at least one of resourceRules and nonResourceRules has to be non-empty");
        }
        for (int i = 0; i < resourceRules.size(); i++) {
            validateResources(
                    resourceRules.get(i), "%s.resourceRules[%d]".formatted(path, i), errors);
        }
        for (int i = 0; i < otherRules.size(); i++) {
            String place = "%s.nonResourceRules[%d]".formatted(path, i);
            validateVerbs(otherRules.get(i), place, errors);
            validateUrls(otherRules.get(i), place + ".nonResourceURLs", errors);
        }
    }

    private static void validateSubject(ObjectNode subject, String path, FieldErrors errors) {
        String kind = Trees.text(subject, "kind");
        String field = SUBJECTS.get(kind);
        if (field == null) {
            errors.notSupported(path + ".kind", kind, SUBJECT_KINDS);
            return;
        }
        JsonNode named = subject.path(field);
        String place = path + "." + field;
        if (!named.isObject()) {
            errors.required(
                    place, "%s is required when subject kind is '%s'".formatted(field, kind));
        } else if (kind.equals("ServiceAccount")) {
            validateServiceAccount(named, place, errors);
        } else if (Trees.text(named, "name").isEmpty()) {
            errors.required(place + ".name", "");
        }
        SUBJECT_KINDS.stream()
                .filter(other -> !other.equals(kind))
                .filter(other -> subject.path(fieldOf(other)).isObject())
                .forEach(other ->
                        errors.forbidden(
                                path + "." + fieldOf(other),
                                "%s is forbidden when subject kind is not '%s'"
                                        .formatted(fieldOf(other), other)));
    }

    private static String fieldOf(String kind) {
        return kind.substring(0, 1).toLowerCase(Locale.ROOT) + kind.substring(1);
    }

    private static void validateServiceAccount(JsonNode account, String path, FieldErrors errors) {
        String name = Trees.text(account, "name");
        if (name.isEmpty()) {
            errors.required(path + ".name", "");
        } else if (!name.equals(ALL)) {
            Names.subdomainErrors(name).forEach(why -> errors.invalid(path + ".name", name, why));
        }
        String namespace = Trees.text(account, "namespace");
        if (namespace.isEmpty()) {
            errors.required(path + ".namespace", "must specify namespace for service account");
        } else {
            Names.labelErrors(namespace)
                    .forEach(why -> errors.invalid(path + ".namespace", namespace, why));
        }
    }

    private static void validateVerbs(ObjectNode rule, String path, FieldErrors errors) {
        List<String> verbs = Trees.texts(rule, "verbs");
        if (verbs.isEmpty()) {
            errors.required(path + ".verbs", "verbs must contain at least one value");
        } else if (verbs.contains(ALL)) {
            requireAlone(rule, "verbs", path, "verbs", errors);
        } else if (!VERBS.containsAll(verbs)) {
            errors.notSupportedShown(path + ".verbs", rule.path("verbs").toString(), VERBS);
        }
    }

    private static void requireAlone(
            ObjectNode rule, String field, String path, String noun, FieldErrors errors) {
        if (rule.path(field).size() > 1) {
            errors.invalid(
                    path + "." + field,
                    rule.path(field),
                    "if '*' is present, must not specify other " + noun);
        }
    }

    private static void validateResources(ObjectNode rule, String path, FieldErrors errors) {
        validateVerbs(rule, path, errors);
        requireSome(rule, "apiGroups", path, "api group", errors);
        requireSome(rule, "resources", path, "resource", errors);
        List<String> namespaces = Trees.texts(rule, "namespaces");
        if (namespaces.isEmpty() && !rule.path("clusterScope").asBoolean(false)) {
            errors.required(
                    path + ".namespaces",
                    "resource rules that are not cluster scoped must supply at least one"
                            + " namespace");
        } else if (namespaces.contains(ALL)) {
            requireAlone(rule, "namespaces", path, "namespaces", errors);
        } else {
            for (int i = 0; i < namespaces.size(); i++) {
                String namespace = namespaces.get(i);
                String place = "%s.namespaces[%d]".formatted(path, i);
                Names.labelErrors(namespace)
                        .forEach(why ->
                                errors.invalid(
                                        place,
                                        namespace,
                                        "each member of this list must be '*' or a DNS-1123"
                                                + " label; "
                                                + why));
            }
        }
    }

    private static void requireSome(
            ObjectNode rule, String field, String path, String noun, FieldErrors errors) {
        List<String> values = Trees.texts(rule, field);
        if (values.isEmpty()) {
            errors.required(path + "." + field, "resource rules must supply at least one " + noun);
        } else if (values.contains(ALL)) {
            requireAlone(rule, field, path, noun + "s", errors);
        }
    }

    private static void validateUrls(ObjectNode rule, String path, FieldErrors errors) {
        List<String> urls = Trees.texts(rule, "nonResourceURLs");
        if (urls.isEmpty()) {
            errors.required(path, "nonResourceURLs must contain at least one value");
        } else if (urls.contains(ALL)) {
            if (urls.size() > 1) {
                errors.invalid(
                        path,
                        rule.path("nonResourceURLs"),
                        "if '*' is present, must not specify other non-resource URLs");
            }
        } else {
            for (int i = 0; i < urls.size(); i++) {
                String complaint = urlComplaint(urls.get(i));
                if (!complaint.isEmpty()) {
                    errors.invalid("%s[%d]".formatted(path, i), urls.get(i), complaint);
                }
            }
        }
    }

    private static String urlComplaint(String url) {
        if (url.isEmpty()) {
            return "must not be empty";
        }
        if (!url.startsWith("/")) {
            return "must start with slash";
        }
        if (url.contains(" ")) {
            return "must not contain white-space";
        }
        if (url.contains("//")) {
            return "must not contain double slash";
        }
        boolean isSuffix = url.indexOf('*') == url.length() - 1 && url.endsWith("/*");
        return url.contains(ALL) && !isSuffix ? "wildcard can only do suffix matching" : "";
    }
}
