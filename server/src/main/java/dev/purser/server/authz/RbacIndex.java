package dev.purser.server.authz;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.authz.RoleBinding.RoleRef;
import dev.purser.server.authz.RoleBinding.Subject;
import dev.purser.server.authz.RoleBinding.SubjectKey;
import dev.purser.server.object.ObjectSource;
import dev.purser.server.request.Identity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The roles by name and the bindings by who they are for, always as of the last write.
///
/// Thread-safe: readers take no lock. A change of one binding touches only its own subjects.
public final class RbacIndex {
    private static final String GROUP = "rbac.authorization.k8s.io";

    private final Map<RoleRef, Role> roles = new ConcurrentHashMap<>();
    private final Map<BindingKey, RoleBinding> bindings = new HashMap<>();
    private final Map<String, Scope> scopes = new ConcurrentHashMap<>();
    private volatile long generation;

    /// Begins to follow the four kinds of RBAC, beginning with what there is.
    public RbacIndex(ObjectSource source) {
        source.follow(resource("clusterroles"), write -> changeRole(RoleRef.CLUSTER_ROLE, write));
        source.follow(resource("roles"), write -> changeRole(RoleRef.ROLE, write));
        source.follow(resource("clusterrolebindings"), this::changeBinding);
        source.follow(resource("rolebindings"), this::changeBinding);
    }

    /// A role, or null when there is none of this name.
    @Nullable Role role(RoleRef role) {
        return roles.get(role);
    }

    /// The rules of a role, or null when there is no such role.
    @Nullable List<PolicyRule> rules(RoleRef ref) {
        Role role = roles.get(ref);
        return role == null ? null : role.rules();
    }

    /// Another number after each change of any role.
    long generation() {
        return generation;
    }

    /// What was granted to an identity in one namespace, by its user and each of its groups; the
    /// empty one holds what was granted for the whole cluster.
    List<SubjectGrants> grants(String namespace, Identity identity) {
        Scope scope = scopes.get(namespace);
        if (scope == null) {
            return List.of();
        }
        List<SubjectGrants> result = new ArrayList<>();
        addTo(result, scope.users().get(identity.name()));
        if (!scope.groups().isEmpty()) {
            for (String group : identity.groups()) {
                addTo(result, scope.groups().get(group));
            }
        }
        return result;
    }

    private static void addTo(List<SubjectGrants> result, @Nullable SubjectGrants more) {
        if (more != null) {
            result.add(more);
        }
    }

    private synchronized void changeRole(String kind, ObjectSource.Write write) {
        KubeObject role = write.object();
        RoleRef ref = new RoleRef(role.namespace(), kind, role.name());
        switch (write) {
            case ObjectSource.Put _ ->
                    roles.put(ref, new Role(PolicyRule.listOf(role.json().path("rules"))));
            case ObjectSource.Gone _ -> roles.remove(ref);
        }
        // Last: whoever still sees the number of before may have read the role of before.
        generation = generation + 1;
    }

    private synchronized void changeBinding(ObjectSource.Write write) {
        RoleBinding binding = RoleBinding.of(write.object());
        BindingKey key = new BindingKey(binding.namespace(), binding.name());
        Scope scope = scopes.computeIfAbsent(binding.namespace(), _ -> new Scope());
        RoleBinding former = bindings.remove(key);
        Set<SubjectKey> present = Set.of();
        if (write instanceof ObjectSource.Put) {
            bindings.put(key, binding);
            present = subjects(binding);
            present.forEach(subject -> scope.add(subject, binding));
        }
        if (former != null) {
            Set<SubjectKey> left = subjects(former);
            left.removeAll(present);
            left.forEach(subject -> scope.remove(subject, former));
        }
    }

    private static Set<SubjectKey> subjects(RoleBinding binding) {
        Set<SubjectKey> keys = new LinkedHashSet<>();
        for (Subject subject : binding.subjects()) {
            keys.add(subject.key());
        }
        return keys;
    }

    private static GroupVersionResource resource(String name) {
        return new GroupVersionResource(GROUP, "v1", name);
    }

    /// What users and groups were granted in one namespace.
    private record Scope(Map<String, SubjectGrants> users, Map<String, SubjectGrants> groups) {
        Scope() {
            this(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
        }

        void add(SubjectKey subject, RoleBinding binding) {
            var _ =
                    of(subject)
                            .compute(
                                    subject.name(),
                                    (_, held) ->
                                            (held == null ? SubjectGrants.NONE : held)
                                                    .with(binding));
        }

        void remove(SubjectKey subject, RoleBinding binding) {
            var _ =
                    of(subject)
                            .computeIfPresent(
                                    subject.name(), (_, held) -> rest(held.without(binding)));
        }

        private static @Nullable SubjectGrants rest(SubjectGrants left) {
            return left.bindings().isEmpty() ? null : left;
        }

        private Map<String, SubjectGrants> of(SubjectKey subject) {
            return switch (subject.kind()) {
                case USER -> users;
                case GROUP -> groups;
            };
        }
    }

    private record BindingKey(String namespace, String name) {}
}
