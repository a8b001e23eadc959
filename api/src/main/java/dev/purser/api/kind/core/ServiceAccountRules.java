package dev.purser.api.kind.core;

import dev.purser.api.kind.KindRules;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// ServiceAccounts.
public final class ServiceAccountRules implements KindRules {
    private static final String ENFORCE = "kubernetes.io/enforce-mountable-secrets";

    @Override
    public void prepareForCreate(KubeObject object) {
        keepOnlyNames(object);
    }

    @Override
    public void prepareForUpdate(KubeObject object, KubeObject old) {
        keepOnlyNames(object);
    }

    /// References to Secrets are names; whatever else they say is dropped.
    private static void keepOnlyNames(KubeObject object) {
        if (!(object.json().get("secrets") instanceof ArrayNode secrets)) {
            return;
        }
        for (int i = 0; i < secrets.size(); i++) {
            ObjectNode reference = secrets.objectNode();
            String name = Trees.text(secrets.get(i), "name");
            if (!name.isEmpty()) {
                reference.put("name", name);
            }
            secrets.set(i, reference);
        }
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        boolean isNew = old.resourceVersion().isEmpty();
        boolean isAdded =
                object.annotations().containsKey(ENFORCE)
                        && (isNew || !old.annotations().containsKey(ENFORCE));
        return isAdded
                ? List.of(
                        "metadata.annotations[kubernetes.io/enforce-mountable-secrets]: deprecated"
                                + " in v1.32+; prefer separate namespaces to isolate access to"
                                + " mounted secrets")
                : List.of();
    }
}
