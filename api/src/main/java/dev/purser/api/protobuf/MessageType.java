package dev.purser.api.protobuf;

import dev.purser.api.schema.ObjectSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The fields of a message, by number.
///
/// @param name `k8s.io.api.core.v1.ConfigMap`
/// @param schema the struct whose fields these are; for a struct inside another one's JSON, the
///   outer one; empty for types that OpenAPI does not know
record MessageType(String name, Optional<ObjectSchema> schema, List<ProtoField> fields) {
    MessageType {
        fields = List.copyOf(fields);
    }

    Map<Integer, ProtoField> byNumber() {
        Map<Integer, ProtoField> result = new HashMap<>();
        fields.forEach(field -> result.put(field.number(), field));
        return result;
    }
}
