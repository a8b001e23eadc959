package dev.purser.external.sync;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.external.resource.Marks;
import dev.purser.external.secret.SecretValue;
import dev.purser.external.template.Rendered;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a Secret is to be, made of what it is. Nothing is taken away that its ExternalSecret did
/// not put there, unless the Secret is that one's own.
final class SecretPlan {
    private static final GroupVersionKind SECRET = new GroupVersionKind("", "v1", "Secret");

    private final ExternalSecret owner;
    private final Optional<KubeObject> existing;
    private final KubeObject planned;
    private final Written before;

    SecretPlan(ExternalSecret owner, Optional<KubeObject> existing) {
        this.owner = owner;
        this.existing = existing;
        this.planned =
                existing.map(KubeObject::copy)
                        .orElseGet(() ->
                                KubeObject.named(
                                        SECRET, owner.object().namespace(), owner.targetName()));
        this.before = existing.map(secret -> Written.read(secret, owner)).orElse(Written.nothing());
    }

    /// The Secret with these contents, owned as the creation policy says.
    KubeObject with(Rendered contents) throws SyncException {
        boolean frozen = existing.isPresent() && owner.isImmutable();
        if (owner.isImmutable()) {
            planned.json().put("immutable", true);
        }
        if (!frozen) {
            boolean shared = isShared();
            boolean made = existing.isEmpty() && owner.creation() != ExternalSecret.Creation.OWNER;
            boolean created = made || before.created();
            metadata(contents);
            data(contents.data(), shared);
            contents.type().ifPresent(type -> planned.json().put("type", type));
            new Written(
                            created,
                            shared ? contents.data().keySet() : Set.of(),
                            contents.labels().keySet(),
                            contents.annotations().keySet())
                    .write(planned, owner);
        }
        Ownership.apply(owner, planned);
        planned.metadata().withObject("labels").put(Marks.MANAGED, Marks.MANAGED_VALUE);
        planned.metadata().withObject("annotations").put(Marks.DATA_HASH, GoHash.ofData(planned));
        return planned;
    }

    /// Whether the Secret may have data of others, which stay.
    private boolean isShared() {
        return switch (owner.creation()) {
            case MERGE, CREATE_OR_MERGE -> true;
            case ORPHAN -> existing.isPresent() && !before.created();
            case OWNER, NONE -> false;
        };
    }

    private void metadata(Rendered contents) {
        ObjectNode labels = planned.metadata().withObject("labels");
        before.labels().forEach(labels::remove);
        contents.labels().forEach(labels::put);
        ObjectNode annotations = planned.metadata().withObject("annotations");
        before.annotations().forEach(annotations::remove);
        contents.annotations().forEach(annotations::put);
        if (planned.deletionTimestamp().isEmpty()) {
            contents.finalizers().forEach(this::finalizer);
        }
    }

    private void finalizer(String name) {
        ArrayNode finalizers = planned.metadata().withArray("finalizers");
        for (int i = 0; i < finalizers.size(); i++) {
            if (finalizers.path(i).asString("").equals(name)) {
                return;
            }
        }
        finalizers.add(name);
    }

    private void data(Map<String, SecretValue> values, boolean shared) {
        ObjectNode data = planned.json().withObject("data");
        if (shared) {
            before.data().forEach(data::remove);
        } else {
            data.removeAll();
        }
        values.forEach(
                (key, value) -> data.put(key, Base64.getEncoder().encodeToString(value.bytes())));
    }
}
