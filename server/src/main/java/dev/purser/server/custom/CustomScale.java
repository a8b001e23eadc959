package dev.purser.server.custom;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.extension.ScalePaths;
import dev.purser.api.managed.ReplicaOwners;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.registry.Change;
import dev.purser.server.registry.Projection;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `/scale` of a custom resource.
///
/// @param paths where the numbers are
record CustomScale(ScalePaths paths) implements Projection {
    private static final GroupVersionKind SCALE =
            new GroupVersionKind("autoscaling", "v1", "Scale");

    @Override
    public GroupVersionKind kind() {
        return SCALE;
    }

    private ReplicaOwners replicaOwners() {
        String path = paths.specReplicas();
        return new ReplicaOwners(path.startsWith(".") ? path.substring(1) : path);
    }

    @Override
    public Change.Owners owners() {
        return Change.Owners.IN_THE_OBJECT;
    }

    @Override
    public KubeObject editable(KubeObject object) {
        KubeObject scale = view(object);
        replicaOwners().toScale(object, scale);
        return scale;
    }

    @Override
    public KubeObject view(KubeObject object) {
        KubeObject scale = KubeObject.named(SCALE, object.namespace(), object.name());
        ObjectNode metadata = scale.metadata();
        metadata.put("uid", object.uid()).put("resourceVersion", object.resourceVersion());
        metadata.set("creationTimestamp", object.metadata().path("creationTimestamp"));
        try {
            ObjectNode spec = scale.spec();
            long wanted =
                    paths.wanted(object.json())
                            .orElseThrow(() ->
                                    StatusErrors.internal(
                                            "the spec replicas field \"%s\" does not exist"
                                                    .formatted(paths.specReplicas()),
                                            new IllegalStateException(object.name())));
            if (wanted != 0) {
                spec.put("replicas", wanted);
            }
            ObjectNode status = scale.status();
            status.put("replicas", paths.actual(object.json()));
            String selector = paths.selectorText(object.json());
            if (!selector.isEmpty()) {
                status.put("selector", selector);
            }
        } catch (DecodingException e) {
            throw new StatusException(StatusReason.UNKNOWN, e.getMessage());
        }
        return scale;
    }

    @Override
    public void write(KubeObject view, KubeObject object) {
        JsonNode replicas = view.json().path("spec").path("replicas");
        FieldErrors errors = new FieldErrors();
        if (replicas.asLong(0) < 0) {
            errors.invalid(
                    "spec.replicas", replicas.asLong(0), "must be greater than or equal to 0");
        }
        errors.throwIfAny(SCALE, object.name());
        paths.setWanted(object.json(), replicas.asLong(0));
        replicaOwners().toObject(view, object);
    }
}
