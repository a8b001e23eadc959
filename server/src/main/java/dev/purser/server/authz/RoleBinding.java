package dev.purser.server.authz;

import dev.purser.api.meta.KubeObject;
import dev.purser.server.request.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// A RoleBinding or ClusterRoleBinding.
///
/// @param namespace empty for a ClusterRoleBinding
record RoleBinding(String namespace, String name, RoleRef role, List<Subject> subjects) {
    RoleBinding {
        subjects = List.copyOf(subjects);
    }

    static RoleBinding of(KubeObject binding) {
        JsonNode ref = binding.json().path("roleRef");
        String kind = ref.path("kind").asString("");
        RoleRef role =
                new RoleRef(
                        kind.equals(RoleRef.ROLE) ? binding.namespace() : "",
                        kind,
                        ref.path("name").asString(""));
        List<Subject> subjects = new ArrayList<>();
        for (JsonNode subject : binding.json().path("subjects")) {
            subjects.add(
                    new Subject(
                            subject.path("kind").asString(""),
                            subject.path("namespace").asString(""),
                            subject.path("name").asString("")));
        }
        return new RoleBinding(binding.namespace(), binding.name(), role, subjects);
    }

    /// Why this binding allows something to somebody: the first of its subjects that he is.
    String reason(Identity identity) {
        Subject subject =
                subjects.stream()
                        .filter(candidate -> candidate.key().isOf(identity))
                        .findFirst()
                        .orElseThrow();
        String binding =
                namespace.isEmpty()
                        ? "ClusterRoleBinding \"%s\"".formatted(name)
                        : "RoleBinding \"%s/%s\"".formatted(name, namespace);
        return "RBAC: allowed by %s of %s \"%s\" to %s"
                .formatted(binding, role.kind(), role.name(), subject.describe());
    }

    /// A role by name.
    ///
    /// @param namespace empty for a ClusterRole
    record RoleRef(String namespace, String kind, String name) {
        static final String ROLE = "Role";
        static final String CLUSTER_ROLE = "ClusterRole";

        /// What is said when there is no such role.
        String notFound() {
            return "%s.rbac.authorization.k8s.io \"%s\" not found"
                    .formatted(kind.toLowerCase(Locale.ROOT), name);
        }
    }

    /// Who a binding is for.
    record Subject(String kind, String namespace, String name) {
        /// The user or group that carries this subject in an identity.
        SubjectKey key() {
            return switch (kind) {
                case "Group" -> new SubjectKey(SubjectKey.Kind.GROUP, name);
                case "ServiceAccount" ->
                        new SubjectKey(
                                SubjectKey.Kind.USER,
                                "system:serviceaccount:" + namespace + ":" + name);
                default -> new SubjectKey(SubjectKey.Kind.USER, name);
            };
        }

        private String describe() {
            return kind.equals("ServiceAccount")
                    ? "ServiceAccount \"%s/%s\"".formatted(name, namespace)
                    : "%s \"%s\"".formatted(kind, name);
        }
    }

    /// A user or group of an identity, by which bindings are found.
    record SubjectKey(Kind kind, String name) {
        boolean isOf(Identity identity) {
            return switch (kind) {
                case USER -> identity.name().equals(name);
                case GROUP -> identity.groups().contains(name);
            };
        }

        /// Users and groups have names of their own.
        enum Kind {
            USER,
            GROUP
        }
    }
}
