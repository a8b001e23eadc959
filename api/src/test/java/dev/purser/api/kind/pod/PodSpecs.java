package dev.purser.api.kind.pod;

import dev.purser.api.kind.Writes;
import dev.purser.api.meta.KubeObject;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Pods with one container, given by what is special about them. Texts are the members of a JSON
/// object without its braces, with single quotes.
final class PodSpecs {
    private final Writes writes = new Writes();
    private final JsonMapper json = new JsonMapper();

    private ObjectNode tree(String members) {
        return (ObjectNode) json.readTree("{" + members.replace('\'', '"') + "}");
    }

    private String pod(String specFields, String containerFields) {
        ObjectNode pod = tree("'metadata':{'name':'p'}");
        ObjectNode spec = pod.putObject("spec");
        ObjectNode container = spec.putArray("containers").addObject();
        container.put("name", "c").put("image", "i");
        container.setAll(tree(containerFields));
        spec.setAll(tree(specFields));
        return pod.toString();
    }

    /// What is wrong with a Pod that has these fields in its spec.
    List<String> podErrors(String fields) {
        return writes.errors("v1", "Pod", pod(fields, ""));
    }

    /// What is wrong with a Pod whose container has these fields.
    List<String> containerErrors(String fields) {
        return writes.errors("v1", "Pod", pod("", fields));
    }

    /// A new Pod as it would be stored.
    KubeObject create(String specFields) {
        return writes.create("v1", "Pod", pod(specFields, ""));
    }

    /// What a new Pod is warned of.
    List<String> warnings(String metadata, String specFields) {
        KubeObject pod = writes.decode("v1", "Pod", pod(specFields, ""));
        pod.metadata().setAll(tree(metadata));
        return writes.rules(pod).warnings(pod, pod);
    }

    Writes writes() {
        return writes;
    }
}
