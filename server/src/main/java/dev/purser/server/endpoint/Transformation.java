package dev.purser.server.endpoint;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.media.Form;
import dev.purser.server.media.Format;
import dev.purser.server.media.Output;
import dev.purser.server.registry.ServedResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What goes for objects that are answered as something else: tables, or their metadata.
final class Transformation {
    private static final String GROUP = "meta.k8s.io/";
    private static final String CURRENT = "v1";

    private Transformation() {}

    /// Whether the answer is in the version in which tables and metadata are made.
    static boolean isCurrent(Output output) {
        return output.target().version().equals(CURRENT);
    }

    /// What was made, in the version that was asked for; versions differ in name only. Protobuf has
    /// the current one alone.
    static ObjectNode inVersion(ObjectNode made, Output output) {
        if (!isCurrent(output) && output.format() != Format.PROTOBUF) {
            String version = GROUP + output.target().version();
            rename(made, version);
            made.path("rows").forEach(row -> rename(row.path("object"), version));
            made.path("items").forEach(item -> rename(item, version));
        }
        return made;
    }

    private static void rename(JsonNode node, String version) {
        boolean made = node.path("apiVersion").asString("").equals(GROUP + CURRENT);
        if (made && node instanceof ObjectNode tree) {
            tree.put("apiVersion", version);
        }
    }

    /// Refuses the metadata of a list where there is one object.
    static void requireOne(ServedResource resource, Output output) {
        if (output.target().kind().equals("PartialObjectMetadataList")) {
            throw notAcceptable(
                    "you requested PartialObjectMetadataList, but the requested object is not a list (%s)"
                            .formatted(goType(resource, "")));
        }
    }

    /// Refuses the metadata of one object where there is a list.
    static void requireMany(ServedResource resource, Output output) {
        boolean one = output.target().kind().equals("PartialObjectMetadata");
        if (output.form() == Form.METADATA && one) {
            throw notAcceptable(
                    "you requested PartialObjectMetadata, but the requested object is a list (%s)"
                            .formatted(goType(resource, "List")));
        }
    }

    private static String goType(ServedResource resource, String suffix) {
        if (resource.custom().isPresent()) {
            return "*unstructured.Unstructured" + suffix;
        }
        GroupVersionKind kind = resource.kind();
        String group = kind.group().isEmpty() ? "core" : kind.group().split("\\.", 2)[0];
        return "*%s.%s%s".formatted(group, kind.kind(), suffix);
    }

    private static StatusException notAcceptable(String why) {
        return new StatusException(StatusReason.NOT_ACCEPTABLE, why);
    }
}
