package dev.purser.controllers.testing;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.controllers.object.Resources;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A custom resource of a cluster: `widgets.example.com`, in `v1` and `v1beta1`.
///
/// The fake API keeps the objects of each version for itself; those of a test are all in `v1`.
public record Widgets(Cluster cluster) {
    public static final GroupVersionResource RESOURCE =
            new GroupVersionResource("example.com", "v1", "widgets");
    public static final GroupVersionResource BETA =
            new GroupVersionResource("example.com", "v1beta1", "widgets");
    public static final String DEFINITION = "widgets.example.com";

    /// Creates the definition, which is established at once, with both versions served.
    public Widgets define() {
        return defineIn("v1", "v1beta1");
    }

    /// Creates the definition with only these versions served.
    public Widgets defineIn(String... served) {
        cluster.create(
                Resources.CUSTOM_RESOURCE_DEFINITIONS,
                """
                {"metadata":{"name":"widgets.example.com"},
                 "spec":{"group":"example.com","scope":"Namespaced",
                  "names":{"plural":"widgets","kind":"Widget"},
                  "versions":[{"name":"v1beta1","served":%s,"storage":false},
                   {"name":"v1","served":%s,"storage":true}]},
                 "status":{"acceptedNames":{"plural":"widgets","kind":"Widget"},
                  "conditions":[{"type":"Established","status":"True"}]}}
                """
                        .formatted(
                                List.of(served).contains("v1beta1"),
                                List.of(served).contains("v1")));
        return this;
    }

    /// Changes the definition.
    public void redefine(Consumer<KubeObject> change) {
        KubeObject definition =
                cluster.api().get(Resources.CUSTOM_RESOURCE_DEFINITIONS, "", DEFINITION);
        change.accept(definition);
        cluster.api().update(Resources.CUSTOM_RESOURCE_DEFINITIONS, definition);
    }

    /// Serves no more versions than these.
    public void serveOnly(String... versions) {
        redefine(definition ->
                definition
                        .spec()
                        .path("versions")
                        .forEach(version ->
                                ((ObjectNode) version)
                                        .put(
                                                "served",
                                                List.of(versions)
                                                        .contains(
                                                                version.path("name").asString()))));
    }

    /// Deletes the definition; its objects are the test's part.
    public void undefine() {
        cluster.delete(Resources.CUSTOM_RESOURCE_DEFINITIONS, "", DEFINITION);
    }

    /// Creates a widget in a namespace.
    public KubeObject create(String namespace, String name) {
        return create(namespace, name, List.of());
    }

    /// Creates a widget with finalizers.
    public KubeObject create(String namespace, String name, List<String> finalizers) {
        ObjectNode tree = JsonMapper.shared().createObjectNode();
        tree.put("apiVersion", "example.com/v1").put("kind", "Widget");
        ObjectNode metadata = tree.putObject("metadata");
        metadata.put("namespace", namespace).put("name", name);
        if (!finalizers.isEmpty()) {
            ArrayNode array = metadata.putArray("finalizers");
            finalizers.forEach(array::add);
        }
        return cluster.api().create(RESOURCE, KubeObject.of(tree));
    }

    public boolean has(String namespace, String name) {
        return cluster.find(RESOURCE, namespace, name).isPresent();
    }
}
