package dev.purser.cel.schema;

import tools.jackson.databind.JsonNode;

/// How Kubernetes' errors name the types of JSON.
final class GoTypes {
    private GoTypes() {}

    static String name(JsonNode json) {
        return switch (json.getNodeType()) {
            case STRING -> "string";
            case BOOLEAN -> "bool";
            case NUMBER -> json.isIntegralNumber() ? "int64" : "float64";
            case ARRAY -> "[]interface {}";
            case OBJECT, POJO -> "map[string]interface {}";
            case NULL, MISSING, BINARY -> "<nil>";
        };
    }
}
