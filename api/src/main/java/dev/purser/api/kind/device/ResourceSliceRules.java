package dev.purser.api.kind.device;

import dev.purser.api.kind.SpecOnly;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import java.util.Map;
import java.util.Set;

/// ResourceSlices, which drivers publish and choose by node, driver and pool.
public final class ResourceSliceRules implements SpecOnly {
    /// Kubernetes does not select these by their namespace, which is always empty.
    @Override
    public Set<String> commonFields() {
        return Set.of("metadata.name");
    }

    @Override
    public Map<String, String> selectableFields(KubeObject object) {
        return Map.of(
                "spec.nodeName",
                Trees.text(object.spec(), "nodeName"),
                "spec.driver",
                Trees.text(object.spec(), "driver"),
                "spec.pool.name",
                Trees.text(object.spec().path("pool"), "name"));
    }

    @Override
    public String unsupportedField(String field) {
        return "field label not supported for resource.k8s.io/v1, Kind=ResourceSlice: " + field;
    }
}
