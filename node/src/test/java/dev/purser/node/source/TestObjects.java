package dev.purser.node.source;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Objects for the tests of the node.
public final class TestObjects {
    public static final String NAMESPACE = "ns";

    private TestObjects() {}

    public static KubeObject configMap(String name, Map<String, String> data) {
        KubeObject object =
                KubeObject.named(new GroupVersionKind("", "v1", "ConfigMap"), NAMESPACE, name);
        ObjectNode values = object.json().putObject("data");
        data.forEach(values::put);
        return object;
    }

    public static KubeObject secret(String name, Map<String, String> data) {
        KubeObject object =
                KubeObject.named(new GroupVersionKind("", "v1", "Secret"), NAMESPACE, name);
        ObjectNode values = object.json().putObject("data");
        data.forEach((key, value) ->
                values.put(
                        key,
                        Base64.getEncoder()
                                .encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        return object;
    }

    public static KubeObject immutable(KubeObject object) {
        object.json().put("immutable", true);
        return object;
    }

    /// A pod whose uid is `NAME-uid`.
    ///
    /// @param spec JSON with single quotes
    public static KubeObject pod(String name, String spec) {
        KubeObject pod = KubeObject.named(new GroupVersionKind("", "v1", "Pod"), NAMESPACE, name);
        pod.metadata().put("uid", name + "-uid");
        pod.json().set("spec", json(spec));
        return pod;
    }

    /// Reads JSON that is written with single quotes.
    public static ObjectNode json(String text) {
        return (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"'));
    }
}
