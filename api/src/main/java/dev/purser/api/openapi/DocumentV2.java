package dev.purser.api.openapi;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes the OpenAPI 2 document of the whole API.
final class DocumentV2 {
    private static final String REF_PREFIX = "#/definitions/";
    private static final List<Parameter> SHARED =
            List.of(Parameter.NAME, Parameter.NAMESPACE, Parameter.PRETTY);

    private DocumentV2() {}

    static ObjectNode of(List<PathEntry> entries, SchemaPool schemas, String version) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("swagger", "2.0");
        document.putObject("info").put("title", "Kubernetes").put("version", version);
        ObjectNode paths = document.putObject("paths");
        for (PathEntry entry :
                entries.stream().sorted(Comparator.comparing(PathEntry::path)).toList()) {
            ObjectNode target = paths.putObject(entry.path());
            for (Operation operation : entry.operations()) {
                writeOperation(
                        operation,
                        GroupNames.tag(entry.path()),
                        target.putObject(operation.method()));
            }
            ArrayNode parameters = target.putArray("parameters");
            entry.parameters()
                    .forEach(parameter ->
                            parameters.addObject().put("$ref", "#/parameters/" + parameter.name()));
        }
        ObjectNode definitions = document.putObject("definitions");
        SchemaClosure.of(schemas.names(), schemas)
                .forEach((name, schema) -> definitions.set(name, converted(schema)));
        ObjectNode shared = document.putObject("parameters");
        SHARED.forEach(parameter -> writeParameter(parameter, shared.putObject(parameter.name())));
        document.putObject("securityDefinitions")
                .putObject("BearerToken")
                .put("description", "Bearer Token authentication")
                .put("type", "apiKey")
                .put("name", "authorization")
                .put("in", "header");
        document.putArray("security").addObject().putArray("BearerToken");
        return document;
    }

    private static void writeOperation(Operation operation, String tag, ObjectNode target) {
        strings(target, "consumes", operation.consumes());
        strings(target, "produces", operation.produces());
        target.putArray("schemes").add("https");
        target.putArray("tags").add(tag);
        target.put("operationId", operation.id());
        ArrayNode parameters = target.putArray("parameters");
        if (!operation.body().isEmpty()) {
            ObjectNode body = parameters.addObject().put("name", "body").put("in", "body");
            body.put("required", operation.requiresBody());
            body.putObject("schema").put("$ref", REF_PREFIX + operation.body());
        }
        operation
                .parameters()
                .forEach(parameter -> writeParameter(parameter, parameters.addObject()));
        ObjectNode responses = target.putObject("responses");
        for (Operation.Success success : operation.successes()) {
            ObjectNode response =
                    responses.putObject(success.code()).put("description", success.text());
            ObjectNode schema = response.putObject("schema");
            if (operation.answer().isEmpty()) {
                schema.put("type", "string");
            } else {
                schema.put("$ref", REF_PREFIX + operation.answer());
            }
        }
        responses.putObject("401").put("description", "Unauthorized");
        target.put("x-kubernetes-action", operation.action());
        DocumentV3.writeKind(operation.kind(), target.putObject("x-kubernetes-group-version-kind"));
    }

    private static void strings(ObjectNode target, String name, List<String> values) {
        ArrayNode array = target.putArray(name);
        values.forEach(array::add);
    }

    private static void writeParameter(Parameter parameter, ObjectNode target) {
        target.put("name", parameter.name())
                .put("in", parameter.place())
                .put("type", parameter.type())
                .put("uniqueItems", true);
        if (parameter.place().equals("path")) {
            target.put("required", true);
        }
    }

    /// A schema in the words of version 2, which knows neither `oneOf` nor anything beside `$ref`.
    private static JsonNode converted(JsonNode schema) {
        if (schema instanceof ArrayNode array) {
            ArrayNode result = array.arrayNode();
            array.forEach(item -> result.add(converted(item)));
            return result;
        }
        if (!(schema instanceof ObjectNode object)) {
            return schema;
        }
        ObjectNode result = object.objectNode();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            switch (member.getKey()) {
                case "$ref" -> result.put("$ref", reference(member.getValue()));
                case "allOf" ->
                        result.put("$ref", reference(member.getValue().path(0).path("$ref")));
                case "oneOf" -> result.put("type", "string");
                case "default" -> {
                    if (!object.has("allOf")) {
                        result.set("default", member.getValue());
                    }
                }
                case "properties" -> result.set("properties", members(member.getValue()));
                default -> result.set(member.getKey(), converted(member.getValue()));
            }
        }
        return result;
    }

    /// The properties of a schema, whose names are not keywords.
    private static ObjectNode members(JsonNode properties) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        properties
                .properties()
                .forEach(entry -> result.set(entry.getKey(), converted(entry.getValue())));
        return result;
    }

    private static String reference(JsonNode ref) {
        String text = ref.asString("");
        return text.startsWith(SchemaClosure.REF_PREFIX)
                ? REF_PREFIX + text.substring(SchemaClosure.REF_PREFIX.length())
                : text;
    }
}
