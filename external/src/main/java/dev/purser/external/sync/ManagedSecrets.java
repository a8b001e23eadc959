package dev.purser.external.sync;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.cache.CompactObjects;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.InformerOptions;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.cache.ObjectIndex;
import dev.purser.client.cache.ObjectKey;
import dev.purser.controllers.object.Resources;
import dev.purser.external.resource.Marks;
import java.util.List;

/// The Secrets that ExternalSecrets write to, followed by their label, so that others cost nothing.
/// Of each, its name is kept, whose it is, and whether it is as it was written; no value.
final class ManagedSecrets {
    private static final ObjectIndex BY_OWNER =
            new ObjectIndex("created-by", secret -> List.of(owner(secret)));
    private static final String UNTOUCHED = "untouched";
    private static final String OWNER = "owner";

    private final ObjectCache cache;

    ManagedSecrets(Informer informer) {
        this.cache = informer.withIndex(BY_OWNER).cache();
    }

    /// What an informer for them follows and keeps.
    static InformerOptions options() {
        CompactObjects compact = new CompactObjects();
        return InformerOptions.all(Resources.SECRETS)
                .withLabelSelector(Marks.MANAGED + "=" + Marks.MANAGED_VALUE)
                .withTransform(secret -> compact.apply(outline(secret)));
    }

    private static KubeObject outline(KubeObject secret) {
        boolean untouched = TargetSecret.isUntouched(secret);
        String owner = secret.labels().getOrDefault(Marks.CREATED_BY, "");
        secret.json().retain("apiVersion", "kind", "metadata");
        secret.metadata().retain("name", "namespace", "uid", "resourceVersion");
        secret.json().put(UNTOUCHED, untouched).put(OWNER, owner);
        return secret;
    }

    private static String owner(KubeObject secret) {
        return secret.json().path(OWNER).asString("");
    }

    /// Whether the Secret is known to be as it was written.
    boolean isUntouched(ExternalSecret owner) {
        return cache.get(owner.object().namespace(), owner.targetName())
                .filter(secret -> secret.json().path(UNTOUCHED).asBoolean(false))
                .isPresent();
    }

    /// The Secrets that bear the owner's label.
    List<ObjectKey> ownedBy(ExternalSecret owner) {
        return cache.find(BY_OWNER, Ownership.label(owner)).stream()
                .map(ObjectKey::of)
                .filter(key -> key.namespace().equals(owner.object().namespace()))
                .toList();
    }
}
