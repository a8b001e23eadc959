package dev.purser.client.cache;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import java.util.function.UnaryOperator;

/// What an [Informer] follows.
///
/// @param namespace empty for all namespaces and for cluster scope
/// @param labelSelector in its URL form; empty for all
/// @param fieldSelector in its URL form; empty for all
/// @param transform applied to every object before it is kept; may change and return it
public record InformerOptions(
        GroupVersionResource resource,
        String namespace,
        String labelSelector,
        String fieldSelector,
        UnaryOperator<KubeObject> transform) {

    /// All objects of a resource, as they are.
    public static InformerOptions all(GroupVersionResource resource) {
        return new InformerOptions(resource, "", "", "", UnaryOperator.identity());
    }

    public InformerOptions inNamespace(String only) {
        return new InformerOptions(resource, only, labelSelector, fieldSelector, transform);
    }

    public InformerOptions withFieldSelector(String selector) {
        return new InformerOptions(resource, namespace, labelSelector, selector, transform);
    }

    public InformerOptions withLabelSelector(String selector) {
        return new InformerOptions(resource, namespace, selector, fieldSelector, transform);
    }

    /// Keeps of each object what this makes of it.
    public InformerOptions withTransform(UnaryOperator<KubeObject> change) {
        return new InformerOptions(resource, namespace, labelSelector, fieldSelector, change);
    }

    /// Keeps no more of each object than its kind and metadata.
    public InformerOptions metadataOnly() {
        return withTransform(InformerOptions::strip);
    }

    private static KubeObject strip(KubeObject object) {
        object.json().retain("apiVersion", "kind", "metadata");
        object.metadata().remove("managedFields");
        object.metadata().remove("annotations");
        return object;
    }
}
