package dev.purser.external.definition;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The CustomResourceDefinitions of this Purser, put together from the files beside this class.
final class DefinitionSet {
    /// Grows with every change of the files, so that a server's older definitions are replaced. A
    /// test remembers what belongs to it.
    static final int REVISION = 1;

    /// The annotation with the revision of a definition, by which Purser knows its own.
    static final String REVISION_ANNOTATION = "external-secrets.purser.dev/revision";

    /// The names of the definitions.
    static final List<String> NAMES =
            List.of(
                    "secretstores.external-secrets.io",
                    "clustersecretstores.external-secrets.io",
                    "externalsecrets.external-secrets.io",
                    "clusterexternalsecrets.external-secrets.io");

    private static final String GROUP = "external-secrets.io";
    private static final String STORED = "v1";
    private static final String OLD = "v1beta1";
    private static final GroupVersionKind DEFINITION =
            new GroupVersionKind("apiextensions.k8s.io", "v1", "CustomResourceDefinition");

    private DefinitionSet() {}

    static List<KubeObject> load() {
        List<KubeObject> result = new ArrayList<>();
        for (JsonNode kind : new SchemaFiles().read("definitions.yaml#/definitions")) {
            result.add(definition((ObjectNode) kind));
        }
        return result;
    }

    private static KubeObject definition(ObjectNode kind) {
        String plural = kind.path("names").path("plural").asString();
        KubeObject result = KubeObject.named(DEFINITION, "", plural + "." + GROUP);
        ObjectNode metadata = result.metadata();
        metadata.putObject("annotations").put(REVISION_ANNOTATION, Integer.toString(REVISION));
        metadata.putObject("labels").put("external-secrets.io/component", "controller");
        ObjectNode spec = result.spec();
        spec.put("group", GROUP).put("scope", kind.path("scope").asString());
        spec.set("names", kind.path("names"));
        spec.putObject("conversion").put("strategy", "None");
        ArrayNode versions = spec.putArray("versions");
        versions.add(version(kind, STORED).put("storage", true));
        versions.add(version(kind, OLD).put("storage", false).put("deprecated", true));
        return result;
    }

    private static ObjectNode version(ObjectNode kind, String name) {
        ObjectNode result = kind.objectNode();
        result.put("name", name).put("served", true);
        result.putObject("schema").set("openAPIV3Schema", kind.path("schema").deepCopy());
        result.putObject("subresources").putObject("status");
        result.set("additionalPrinterColumns", kind.path("columns").deepCopy());
        if (kind.has("selectableFields")) {
            result.set("selectableFields", kind.path("selectableFields").deepCopy());
        }
        return result;
    }
}
