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

    private final Map<RoleRef, List<PolicyRule>> roles = new ConcurrentHashMap<>();
    private final Map<BindingKey, RoleBinding> bindings = new HashMap<>();
    private final Map<String, Map<SubjectKey, List<Grant>>> grants = new ConcurrentHashMap<>();

    /// Begins to follow the four kinds of RBAC, beginning with what there is.
    public RbacIndex(ObjectSource source) {
        source.follow(resource("clusterroles"), write -> changeRole(RoleRef.CLUSTER_ROLE, write));
        source.follow(resource("roles"), write -> changeRole(RoleRef.ROLE, write));
        source.follow(resource("clusterrolebindings"), this::changeBinding);
        source.follow(resource("rolebindings"), this::changeBinding);
    }

    /// The rules of a role, or null when there is no such role.
    @Nullable List<PolicyRule> rules(RoleRef role) {
        return roles.get(role);
    }

    /// What was granted to an identity in one namespace; the empty one holds what was granted for
    /// the whole cluster.
    List<Grant> grants(String namespace, Identity identity) {
        Map<SubjectKey, List<Grant>> bySubject = grants.get(namespace);
        if (bySubject == null) {
            return List.of();
        }
        List<Grant> result = new ArrayList<>();
        addAll(result, bySubject.get(new SubjectKey(SubjectKey.Kind.USER, identity.name())));
        for (String group : identity.groups()) {
            addAll(result, bySubject.get(new SubjectKey(SubjectKey.Kind.GROUP, group)));
        }
        return result;
    }

    /// A binding as one of its subjects has it.
    record Grant(RoleBinding binding, Subject subject) {}

    private static void addAll(List<Grant> result, @Nullable List<Grant> more) {
        if (more != null) {
            result.addAll(more);
        }
    }

    private void changeRole(String kind, ObjectSource.Write write) {
        KubeObject role = write.object();
        RoleRef ref = new RoleRef(role.namespace(), kind, role.name());
        switch (write) {
            case ObjectSource.Put _ ->
                    roles.put(ref, List.copyOf(PolicyRule.listOf(role.json().path("rules"))));
            case ObjectSource.Gone _ -> roles.remove(ref);
        }
    }

    private synchronized void changeBinding(ObjectSource.Write write) {
        RoleBinding binding = RoleBinding.of(write.object());
        BindingKey key = new BindingKey(binding.namespace(), binding.name());
        RoleBinding former =
                switch (write) {
                    case ObjectSource.Put _ -> bindings.put(key, binding);
                    case ObjectSource.Gone _ -> bindings.remove(key);
                };
        Map<SubjectKey, List<Grant>> bySubject =
                grants.computeIfAbsent(binding.namespace(), _ -> new ConcurrentHashMap<>());
        Set<SubjectKey> touched = new LinkedHashSet<>();
        if (former != null) {
            former.subjects().forEach(subject -> touched.add(subject.key()));
        }
        binding.subjects().forEach(subject -> touched.add(subject.key()));
        for (SubjectKey subject : touched) {
            List<Grant> changed = replaced(bySubject.get(subject), key, subject);
            if (changed.isEmpty()) {
                bySubject.remove(subject);
            } else {
                bySubject.put(subject, changed);
            }
        }
    }

    /// A subject's grants with those of one binding as it is now, ordered by binding name so that
    /// reasons do not depend on the order of writes.
    private List<Grant> replaced(
            @Nullable List<Grant> former, BindingKey changed, SubjectKey subject) {
        List<Grant> result = new ArrayList<>();
        for (Grant grant : former == null ? List.<Grant>of() : former) {
            if (!grant.binding().name().equals(changed.name())) {
                result.add(grant);
            }
        }
        RoleBinding binding = bindings.get(changed);
        if (binding != null) {
            binding.subjects().stream()
                    .filter(candidate -> candidate.key().equals(subject))
                    .forEach(candidate -> result.add(new Grant(binding, candidate)));
        }
        result.sort((a, b) -> a.binding().name().compareTo(b.binding().name()));
        return List.copyOf(result);
    }

    private static GroupVersionResource resource(String name) {
        return new GroupVersionResource(GROUP, "v1", name);
    }

    private record BindingKey(String namespace, String name) {}
}
