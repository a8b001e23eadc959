package dev.purser.api.kind.rbac;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.KindRules;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.resource.Scope;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.NameFormat;
import dev.purser.api.validation.Names;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// RoleBindings and ClusterRoleBindings.
///
/// @param scope where the binding applies; one for the cluster refers to ClusterRoles only
/// @param goForm shows references in messages
public record RoleBindingRules(Scope scope, GoForm goForm) implements KindRules {
    private static final String GROUP = "rbac.authorization.k8s.io";
    private static final String ROLE_REF = "roleRef";
    private static final String ACCOUNT = "ServiceAccount";

    @Override
    public NameFormat nameFormat() {
        return NameFormat.PATH_SEGMENT;
    }

    @Override
    public void setDefaults(KubeObject object) {
        Trees.setDefault(Trees.ensure(object.json(), ROLE_REF), "apiGroup", GROUP);
        for (ObjectNode subject : Trees.items(object.json(), "subjects")) {
            String kind = Trees.text(subject, "kind");
            if (kind.equals("User") || kind.equals("Group")) {
                Trees.setDefault(subject, "apiGroup", GROUP);
            }
        }
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        validateRef(Trees.ensure(object.json(), ROLE_REF), errors);
        List<ObjectNode> subjects = Trees.items(object.json(), "subjects");
        for (int i = 0; i < subjects.size(); i++) {
            validateSubject(subjects.get(i), "subjects[%d]".formatted(i), errors);
        }
    }

    private void validateRef(ObjectNode ref, FieldErrors errors) {
        String group = Trees.text(ref, "apiGroup");
        if (!group.equals(GROUP)) {
            errors.notSupported(ROLE_REF + ".apiGroup", group, List.of(GROUP));
        }
        List<String> kinds =
                scope == Scope.CLUSTER ? List.of("ClusterRole") : List.of("Role", "ClusterRole");
        String kind = Trees.text(ref, "kind");
        if (!kinds.contains(kind)) {
            errors.notSupported(ROLE_REF + ".kind", kind, kinds);
        }
        String name = Trees.text(ref, "name");
        if (name.isEmpty()) {
            errors.required(ROLE_REF + ".name", "");
        } else {
            Names.pathSegmentErrors(name)
                    .forEach(why -> errors.invalid(ROLE_REF + ".name", name, why));
        }
    }

    private void validateSubject(ObjectNode subject, String path, FieldErrors errors) {
        String name = Trees.text(subject, "name");
        if (name.isEmpty()) {
            errors.required(path + ".name", "");
        }
        String group = Trees.text(subject, "apiGroup");
        String kind = Trees.text(subject, "kind");
        switch (kind) {
            case ACCOUNT -> {
                if (!name.isEmpty()) {
                    Names.subdomainErrors(name)
                            .forEach(why -> errors.invalid(path + ".name", name, why));
                }
                if (!group.isEmpty()) {
                    errors.notSupported(path + ".apiGroup", group, List.of(""));
                }
                if (scope == Scope.CLUSTER && Trees.text(subject, "namespace").isEmpty()) {
                    errors.required(path + ".namespace", "");
                }
            }
            case "User", "Group" -> {
                if (!group.equals(GROUP)) {
                    errors.notSupported(path + ".apiGroup", group, List.of(GROUP));
                }
            }
            default -> errors.notSupported(path + ".kind", kind, List.of(ACCOUNT, "User", "Group"));
        }
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        validate(object, errors);
        ObjectNode ref = Trees.ensure(object.json(), ROLE_REF);
        if (!ref.equals(old.json().path(ROLE_REF))) {
            errors.invalidShown(
                    ROLE_REF,
                    goForm.compact(ref, "io.k8s.api.rbac.v1.RoleRef"),
                    "field is immutable");
        }
    }
}
