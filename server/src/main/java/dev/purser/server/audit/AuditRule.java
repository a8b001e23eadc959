package dev.purser.server.audit;

import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/// One rule of a policy. Every list that is empty matches everything. Immutable.
///
/// @param namespaces the empty one stands for what has none
/// @param paths of requests that are about no resource; `*` at the end stands for anything
record AuditRule(
        AuditPolicy.Coverage coverage,
        Set<String> users,
        Set<String> userGroups,
        Set<String> verbs,
        Set<String> namespaces,
        List<Resources> resources,
        List<String> paths) {
    AuditRule {
        users = Set.copyOf(users);
        userGroups = Set.copyOf(userGroups);
        verbs = Set.copyOf(verbs);
        namespaces = Set.copyOf(namespaces);
        resources = List.copyOf(resources);
        paths = List.copyOf(paths);
    }

    /// Resources of a group.
    ///
    /// @param group `*` is any
    /// @param resources with their subresources: `pods`, `pods/log`, `pods/*`, `*/scale`, `*`
    /// @param names of objects; empty for all
    record Resources(String group, List<String> resources, Set<String> names) {
        Resources {
            resources = List.copyOf(resources);
            names = Set.copyOf(names);
        }

        boolean match(Attributes attributes) {
            if (!group.equals("*") && !group.equals(attributes.group())) {
                return false;
            }
            if (resources.isEmpty()) {
                return true;
            }
            return (names.isEmpty() || names.contains(attributes.name()))
                    && resources.stream().anyMatch(pattern -> matches(pattern, attributes));
        }

        private static boolean matches(String pattern, Attributes attributes) {
            String resource = attributes.resource();
            String subresource = attributes.subresource();
            String whole = subresource.isEmpty() ? resource : resource + "/" + subresource;
            return pattern.equals("*")
                    || pattern.equals(whole)
                    || (!subresource.isEmpty() && pattern.equals("*/" + subresource))
                    || pattern.equals(resource + "/*");
        }
    }

    boolean matches(Identity sender, Attributes attributes) {
        return (users.isEmpty() || users.contains(sender.name()))
                && (userGroups.isEmpty() || !Collections.disjoint(userGroups, sender.groups()))
                && (verbs.isEmpty() || verbs.contains(attributes.verb()))
                && matchesObject(attributes);
    }

    private boolean matchesObject(Attributes attributes) {
        if (!namespaces.isEmpty() || !resources.isEmpty()) {
            return attributes.isResourceRequest()
                    && (namespaces.isEmpty() || namespaces.contains(attributes.namespace()))
                    && (resources.isEmpty()
                            || resources.stream().anyMatch(some -> some.match(attributes)));
        }
        if (paths.isEmpty()) {
            return true;
        }
        return !attributes.isResourceRequest()
                && paths.stream().anyMatch(pattern -> matches(pattern, attributes.path()));
    }

    private static boolean matches(String pattern, String path) {
        return pattern.endsWith("*")
                ? path.startsWith(pattern.substring(0, pattern.length() - 1))
                : path.equals(pattern);
    }
}
