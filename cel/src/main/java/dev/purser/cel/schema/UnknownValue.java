package dev.purser.cel.schema;

import dev.purser.cel.value.OpaqueValue;
import tools.jackson.databind.JsonNode;

/// Data that a schema keeps without knowing it (`x-kubernetes-preserve-unknown-fields`): it can
/// only be compared as a part of what holds it.
record UnknownValue(JsonNode json) implements OpaqueValue {
    @Override
    public String typeName() {
        return "unknown";
    }
}
