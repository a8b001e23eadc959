package dev.purser.api.openapi;

import dev.purser.api.meta.GroupVersionKind;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes the OpenAPI 3 document of one version of a group.
final class DocumentV3 {
    private DocumentV3() {}

    static ObjectNode of(List<PathEntry> entries, SchemaPool schemas, String version) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("openapi", "3.0.0");
        document.putObject("info").put("title", "Kubernetes").put("version", version);
        ObjectNode paths = document.putObject("paths");
        Set<String> used = new TreeSet<>();
        entries.stream()
                .sorted(Comparator.comparing(PathEntry::path))
                .forEach(entry -> writeEntry(entry, paths.putObject(entry.path()), used));
        ObjectNode components = document.putObject("components");
        ObjectNode all = components.putObject("schemas");
        SchemaClosure.of(used, schemas).forEach(all::set);
        components
                .putObject("securitySchemes")
                .putObject("BearerToken")
                .put("type", "apiKey")
                .put("description", "Bearer Token authentication")
                .put("name", "authorization")
                .put("in", "header");
        return document;
    }

    private static void writeEntry(PathEntry entry, ObjectNode target, Set<String> used) {
        for (Operation operation : entry.operations()) {
            ObjectNode written = target.putObject(operation.method());
            written.putArray("tags").add(GroupNames.tag(entry.path()));
            writeOperation(operation, entry.own(operation), written);
            used.add(operation.body());
            used.add(operation.answer());
            used.add("io.k8s.apimachinery.pkg.apis.meta.v1.Status");
        }
        ArrayNode parameters = target.putArray("parameters");
        entry.shared().forEach(parameter -> writeParameter(parameter, parameters.addObject()));
        used.remove("");
    }

    private static void writeOperation(
            Operation operation, List<Parameter> own, ObjectNode target) {
        GroupVersionKind kind = operation.kind();
        target.put("operationId", operation.id());
        if (!own.isEmpty()) {
            ArrayNode parameters = target.putArray("parameters");
            own.forEach(parameter -> writeParameter(parameter, parameters.addObject()));
        }
        if (!operation.body().isEmpty()) {
            ObjectNode body = target.putObject("requestBody");
            writeContent(operation.consumes(), operation.body(), body.putObject("content"));
            if (operation.requiresBody()) {
                body.put("required", true);
            }
        }
        ObjectNode responses = target.putObject("responses");
        for (Operation.Success success : operation.successes()) {
            ObjectNode response =
                    responses.putObject(success.code()).put("description", success.text());
            writeContent(operation.produces(), operation.answer(), response.putObject("content"));
        }
        responses.putObject("401").put("description", "Unauthorized");
        target.put("x-kubernetes-action", operation.action());
        writeKind(kind, target.putObject("x-kubernetes-group-version-kind"));
    }

    static void writeKind(GroupVersionKind kind, ObjectNode target) {
        target.put("group", kind.group()).put("version", kind.version()).put("kind", kind.kind());
    }

    /// What has no schema of its own is text.
    private static void writeContent(List<String> types, String schema, ObjectNode content) {
        for (String type : types.stream().sorted().toList()) {
            ObjectNode target = content.putObject(type).putObject("schema");
            if (schema.isEmpty()) {
                target.put("type", "string");
            } else {
                target.put("$ref", SchemaClosure.REF_PREFIX + schema);
            }
        }
    }

    private static void writeParameter(Parameter parameter, ObjectNode target) {
        target.put("name", parameter.name()).put("in", parameter.place());
        if (parameter.place().equals("path")) {
            target.put("required", true);
        }
        target.putObject("schema").put("type", parameter.type()).put("uniqueItems", true);
    }
}
