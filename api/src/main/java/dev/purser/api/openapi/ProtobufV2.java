package dev.purser.api.openapi;

import dev.purser.api.protobuf.ProtoWriter;
import java.util.Map;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;

/// Writes an OpenAPI 2 document as the protobuf message that older kubectl asks for
/// (`openapi.v2.Document` of gnostic); the numbers are those of its fields.
final class ProtobufV2 {
    private static final int NAME = 1;
    private static final int VALUE = 2;

    private ProtobufV2() {}

    static byte[] write(JsonNode document) {
        ProtoWriter out = new ProtoWriter();
        text(out, 1, document.path("swagger"));
        out.message(
                2,
                info -> {
                    text(info, 1, document.path("info").path("title"));
                    text(info, 2, document.path("info").path("version"));
                });
        out.message(8, paths -> named(paths, 2, document.path("paths"), ProtobufV2::pathItem));
        out.message(9, all -> named(all, 1, document.path("definitions"), ProtobufV2::schema));
        out.message(10, all -> named(all, 1, document.path("parameters"), ProtobufV2::parameter));
        for (JsonNode requirement : document.path("security")) {
            out.message(12, message -> named(message, 1, requirement, (scopes, ignored) -> {}));
        }
        out.message(
                13,
                all ->
                        named(
                                all,
                                1,
                                document.path("securityDefinitions"),
                                (item, value) -> item.message(2, key -> apiKey(key, value))));
        return out.toByteArray();
    }

    private static void text(ProtoWriter out, int field, JsonNode value) {
        if (value.isString()) {
            out.string(field, value.stringValue());
        }
    }

    private static void texts(ProtoWriter out, int field, JsonNode values) {
        values.forEach(value -> text(out, field, value));
    }

    private static void flag(ProtoWriter out, int field, JsonNode value) {
        if (value.asBoolean(false)) {
            out.bool(field, true);
        }
    }

    private static void named(
            ProtoWriter out, int field, JsonNode map, BiConsumer<ProtoWriter, JsonNode> writer) {
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            out.message(
                    field,
                    pair ->
                            pair.string(NAME, entry.getKey())
                                    .message(
                                            VALUE,
                                            value -> writer.accept(value, entry.getValue())));
        }
    }

    /// Any value travels as YAML, of which JSON is a part.
    private static void any(ProtoWriter out, int field, JsonNode value) {
        out.message(field, any -> any.string(2, value.toString()));
    }

    private static void extensions(ProtoWriter out, int field, JsonNode owner) {
        for (Map.Entry<String, JsonNode> entry : owner.properties()) {
            if (entry.getKey().startsWith("x-")) {
                out.message(
                        field,
                        pair -> {
                            pair.string(NAME, entry.getKey());
                            any(pair, VALUE, entry.getValue());
                        });
            }
        }
    }

    private static void pathItem(ProtoWriter out, JsonNode item) {
        operation(out, 2, item.path("get"));
        operation(out, 3, item.path("put"));
        operation(out, 4, item.path("post"));
        operation(out, 5, item.path("delete"));
        operation(out, 8, item.path("patch"));
        parameters(out, 9, item.path("parameters"));
    }

    private static void operation(ProtoWriter out, int field, JsonNode operation) {
        if (!operation.isObject()) {
            return;
        }
        out.message(
                field,
                message -> {
                    texts(message, 1, operation.path("tags"));
                    text(message, 5, operation.path("operationId"));
                    texts(message, 6, operation.path("produces"));
                    texts(message, 7, operation.path("consumes"));
                    parameters(message, 8, operation.path("parameters"));
                    message.message(
                            9,
                            all ->
                                    named(
                                            all,
                                            1,
                                            operation.path("responses"),
                                            ProtobufV2::response));
                    texts(message, 10, operation.path("schemes"));
                    extensions(message, 13, operation);
                });
    }

    private static void response(ProtoWriter out, JsonNode response) {
        out.message(
                1,
                message -> {
                    text(message, 1, response.path("description"));
                    if (response.has("schema")) {
                        message.message(
                                2,
                                item -> item.message(1, s -> schema(s, response.path("schema"))));
                    }
                });
    }

    private static void parameters(ProtoWriter out, int field, JsonNode parameters) {
        for (JsonNode parameter : parameters) {
            out.message(
                    field,
                    item -> {
                        if (parameter.has("$ref")) {
                            item.message(2, ref -> text(ref, 1, parameter.path("$ref")));
                        } else {
                            item.message(1, message -> parameter(message, parameter));
                        }
                    });
        }
    }

    private static void parameter(ProtoWriter out, JsonNode parameter) {
        switch (parameter.path("in").asString("")) {
            case "body" -> out.message(1, body -> bodyParameter(body, parameter));
            case "path" ->
                    out.message(2, any -> any.message(4, path -> pathParameter(path, parameter)));
            default ->
                    out.message(
                            2, any -> any.message(3, query -> queryParameter(query, parameter)));
        }
    }

    private static void bodyParameter(ProtoWriter out, JsonNode parameter) {
        text(out, 2, parameter.path("name"));
        text(out, 3, parameter.path("in"));
        flag(out, 4, parameter.path("required"));
        out.message(5, message -> schema(message, parameter.path("schema")));
    }

    private static void pathParameter(ProtoWriter out, JsonNode parameter) {
        flag(out, 1, parameter.path("required"));
        text(out, 2, parameter.path("in"));
        text(out, 4, parameter.path("name"));
        text(out, 5, parameter.path("type"));
        flag(out, 19, parameter.path("uniqueItems"));
    }

    private static void queryParameter(ProtoWriter out, JsonNode parameter) {
        flag(out, 1, parameter.path("required"));
        text(out, 2, parameter.path("in"));
        text(out, 4, parameter.path("name"));
        text(out, 6, parameter.path("type"));
        flag(out, 20, parameter.path("uniqueItems"));
    }

    private static void schema(ProtoWriter out, JsonNode schema) {
        text(out, 1, schema.path("$ref"));
        text(out, 2, schema.path("format"));
        text(out, 4, schema.path("description"));
        if (schema.has("default")) {
            any(out, 5, schema.path("default"));
        }
        texts(out, 19, schema.path("required"));
        schema.path("enum").forEach(value -> any(out, 20, value));
        if (schema.path("additionalProperties").isObject()) {
            out.message(
                    21,
                    item -> item.message(1, s -> schema(s, schema.path("additionalProperties"))));
        }
        if (schema.has("type")) {
            out.message(22, type -> text(type, 1, schema.path("type")));
        }
        if (schema.has("items")) {
            out.message(23, items -> items.message(1, s -> schema(s, schema.path("items"))));
        }
        if (schema.has("properties")) {
            out.message(25, all -> named(all, 1, schema.path("properties"), ProtobufV2::schema));
        }
        extensions(out, 31, schema);
    }

    private static void apiKey(ProtoWriter out, JsonNode definition) {
        text(out, 1, definition.path("type"));
        text(out, 2, definition.path("name"));
        text(out, 3, definition.path("in"));
        text(out, 4, definition.path("description"));
    }
}
