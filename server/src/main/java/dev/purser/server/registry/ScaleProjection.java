package dev.purser.server.registry;

import dev.purser.api.managed.ReplicaOwners;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.selector.LabelSelector;
import dev.purser.api.status.FieldErrors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `/scale` of workloads: `autoscaling/v1 Scale`.
public final class ScaleProjection implements Projection {
    private static final GroupVersionKind SCALE =
            new GroupVersionKind("autoscaling", "v1", "Scale");

    private final ReplicaOwners owners = new ReplicaOwners("spec.replicas");

    @Override
    public GroupVersionKind kind() {
        return SCALE;
    }

    @Override
    public Change.Owners owners() {
        return Change.Owners.IN_THE_OBJECT;
    }

    @Override
    public KubeObject editable(KubeObject object) {
        KubeObject scale = view(object);
        owners.toScale(object, scale);
        return scale;
    }

    @Override
    public KubeObject view(KubeObject object) {
        KubeObject scale = KubeObject.named(SCALE, object.namespace(), object.name());
        ObjectNode metadata = scale.metadata();
        metadata.put("uid", object.uid()).put("resourceVersion", object.resourceVersion());
        metadata.set("creationTimestamp", object.metadata().path("creationTimestamp"));
        ObjectNode spec = scale.spec();
        int replicas = object.json().path("spec").path("replicas").asInt(0);
        if (replicas != 0) {
            spec.put("replicas", replicas);
        }
        ObjectNode status = scale.status();
        status.put("replicas", object.json().path("status").path("replicas").asInt(0));
        String selector = selector(object.json().path("spec").path("selector"));
        if (!selector.isEmpty()) {
            status.put("selector", selector);
        }
        return KubeObject.of(typeFirst(scale.json()));
    }

    /// What it is comes first, as everywhere.
    private static ObjectNode typeFirst(ObjectNode scale) {
        ObjectNode ordered = scale.objectNode();
        ordered.put("kind", SCALE.kind()).put("apiVersion", SCALE.apiVersion());
        return ordered.setAll(scale);
    }

    /// A ReplicationController's selector is a plain map of labels.
    private static String selector(JsonNode selector) {
        boolean plain = !selector.has("matchLabels") && !selector.has("matchExpressions");
        if (!plain) {
            return LabelSelector.of(selector).toString();
        }
        StringBuilder text = new StringBuilder();
        selector.properties().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(label ->
                        text.append(text.isEmpty() ? "" : ",")
                                .append(label.getKey())
                                .append('=')
                                .append(label.getValue().asString("")));
        return text.toString();
    }

    @Override
    public void write(KubeObject view, KubeObject object) {
        int replicas = view.json().path("spec").path("replicas").asInt(0);
        FieldErrors errors = new FieldErrors();
        if (replicas < 0) {
            errors.invalid("spec.replicas", replicas, "must be greater than or equal to 0");
        }
        errors.throwIfAny(SCALE, object.name());
        object.spec().put("replicas", replicas);
        owners.toObject(view, object);
    }
}
