package dev.purser.server.flow;

import dev.purser.api.meta.Trees;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// One rule of a FlowSchema: some subjects, doing some things. Immutable.
record FlowRule(List<Subject> subjects, List<ResourceRule> resources, List<PathRule> paths) {
    private static final String ANY = "*";

    FlowRule {
        subjects = List.copyOf(subjects);
        resources = List.copyOf(resources);
        paths = List.copyOf(paths);
    }

    /// Whom a rule is about.
    sealed interface Subject {
        boolean matches(Identity identity);
    }

    record User(String name) implements Subject {
        @Override
        public boolean matches(Identity identity) {
            return name.equals(ANY) || name.equals(identity.name());
        }
    }

    record Group(String name) implements Subject {
        @Override
        public boolean matches(Identity identity) {
            return name.equals(ANY) || identity.groups().contains(name);
        }
    }

    /// @param prefix what the user name of such an account begins with
    /// @param name the whole user name; empty for every account of the namespace
    record ServiceAccount(String prefix, String name) implements Subject {
        @Override
        public boolean matches(Identity identity) {
            return name.isEmpty()
                    ? identity.name().startsWith(prefix)
                    : name.equals(identity.name());
        }
    }

    record ResourceRule(
            List<String> verbs,
            List<String> groups,
            List<String> resources,
            boolean clusterScope,
            List<String> namespaces) {
        boolean matches(Attributes attributes) {
            return holds(verbs, attributes.verb())
                    && holds(resources, resource(attributes))
                    && holds(groups, attributes.group())
                    && (attributes.namespace().isEmpty()
                            ? clusterScope
                            : holds(namespaces, attributes.namespace()));
        }

        private static String resource(Attributes attributes) {
            return attributes.subresource().isEmpty()
                    ? attributes.resource()
                    : attributes.resource() + "/" + attributes.subresource();
        }
    }

    record PathRule(List<String> verbs, List<String> paths) {
        boolean matches(Attributes attributes) {
            return holds(verbs, attributes.verb())
                    && paths.stream().anyMatch(path -> covers(path, attributes.path()));
        }

        /// A path stands for itself and for all below it, with or without `/*` at its end.
        private static boolean covers(String rule, String path) {
            if (rule.equals(ANY) || rule.equals(path)) {
                return true;
            }
            String stem = rule.endsWith(ANY) ? rule.substring(0, rule.length() - 1) : rule;
            return path.startsWith(stem.endsWith("/") ? stem : stem + "/");
        }
    }

    boolean matches(Identity identity, Attributes attributes) {
        for (Subject subject : subjects) {
            if (subject.matches(identity)) {
                return matches(attributes);
            }
        }
        return false;
    }

    private boolean matches(Attributes attributes) {
        return attributes.isResourceRequest()
                ? resources.stream().anyMatch(rule -> rule.matches(attributes))
                : paths.stream().anyMatch(rule -> rule.matches(attributes));
    }

    private static boolean holds(List<String> list, String value) {
        return list.contains(value) || (list.size() == 1 && list.getFirst().equals(ANY));
    }

    static FlowRule of(JsonNode rule) {
        return new FlowRule(
                Trees.items(rule, "subjects").stream().map(FlowRule::subject).toList(),
                Trees.items(rule, "resourceRules").stream().map(FlowRule::resourceRule).toList(),
                Trees.items(rule, "nonResourceRules").stream()
                        .map(each ->
                                new PathRule(
                                        Trees.texts(each, "verbs"),
                                        Trees.texts(each, "nonResourceURLs")))
                        .toList());
    }

    private static ResourceRule resourceRule(JsonNode rule) {
        return new ResourceRule(
                Trees.texts(rule, "verbs"),
                Trees.texts(rule, "apiGroups"),
                Trees.texts(rule, "resources"),
                rule.path("clusterScope").asBoolean(false),
                Trees.texts(rule, "namespaces"));
    }

    private static Subject subject(JsonNode subject) {
        return switch (subject.path("kind").asString("")) {
            case "User" -> new User(Trees.text(subject.path("user"), "name"));
            case "Group" -> new Group(Trees.text(subject.path("group"), "name"));
            default -> serviceAccount(subject.path("serviceAccount"));
        };
    }

    private static ServiceAccount serviceAccount(JsonNode account) {
        String prefix = "system:serviceaccount:" + Trees.text(account, "namespace") + ":";
        String name = Trees.text(account, "name");
        return new ServiceAccount(prefix, name.equals(ANY) ? "" : prefix + name);
    }
}
