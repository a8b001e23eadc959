package dev.purser.server.authz;

import dev.purser.server.request.Attributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Rules by what they are about, so that a question meets few of them, however many there are: by
/// API group, resource and, where a rule names objects, the object's name. Immutable once built,
/// and then thread-safe.
///
/// @param <T> what a rule comes from
final class RuleTable<T> {
    private static final String ALL = "*";

    private final Map<String, Map<String, Candidates<T>>> byGroup = new HashMap<>();
    private final List<Entry<T>> onPaths = new ArrayList<>();

    private record Entry<T>(PolicyRule rule, T source) {}

    /// Rules about one resource.
    private static final class Candidates<T> {
        private final List<Entry<T>> anyName = new ArrayList<>();
        private final Map<String, List<Entry<T>>> byName = new HashMap<>();

        void add(Entry<T> entry) {
            List<String> names = entry.rule().resourceNames();
            if (names.isEmpty()) {
                anyName.add(entry);
            }
            for (String name : names) {
                byName.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(entry);
            }
        }

        @Nullable T find(Attributes asked) {
            T found = first(anyName, asked);
            return found != null || byName.isEmpty()
                    ? found
                    : first(byName.getOrDefault(asked.name(), List.of()), asked);
        }

        private static <T> @Nullable T first(List<Entry<T>> entries, Attributes asked) {
            for (Entry<T> entry : entries) {
                if (entry.rule().hasVerb(asked.verb())) {
                    return entry.source();
                }
            }
            return null;
        }
    }

    /// Only while the table is built.
    void add(PolicyRule rule, T source) {
        Entry<T> entry = new Entry<>(rule, source);
        for (String group : rule.apiGroups()) {
            var byResource = byGroup.computeIfAbsent(group, _ -> new HashMap<>());
            for (String resource : rule.resources()) {
                byResource.computeIfAbsent(resource, _ -> new Candidates<>()).add(entry);
            }
        }
        if (!rule.nonResourceUrls().isEmpty()) {
            onPaths.add(entry);
        }
    }

    /// Where a rule that allows this comes from; null when none does.
    @Nullable T find(Attributes asked) {
        if (!asked.isResourceRequest()) {
            return findPath(asked);
        }
        T found = find(byGroup.get(asked.group()), asked);
        return found == null ? find(byGroup.get(ALL), asked) : found;
    }

    private @Nullable T find(@Nullable Map<String, Candidates<T>> byResource, Attributes asked) {
        if (byResource == null) {
            return null;
        }
        T found = find(byResource, ALL, asked);
        String subresource = asked.subresource();
        if (found != null) {
            return found;
        }
        if (subresource.isEmpty()) {
            return find(byResource, asked.resource(), asked);
        }
        found = find(byResource, asked.resource() + "/" + subresource, asked);
        return found == null ? find(byResource, "*/" + subresource, asked) : found;
    }

    private static <T> @Nullable T find(
            Map<String, Candidates<T>> byResource, String resource, Attributes asked) {
        Candidates<T> candidates = byResource.get(resource);
        return candidates == null ? null : candidates.find(asked);
    }

    private @Nullable T findPath(Attributes asked) {
        for (Entry<T> entry : onPaths) {
            if (entry.rule().allows(asked)) {
                return entry.source();
            }
        }
        return null;
    }
}
