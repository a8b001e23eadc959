package dev.purser.api.meta;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Whether two JSON values are the same, however their numbers are held in memory. Numbers are the
/// same when they are written the same.
public final class JsonEquality {
    private JsonEquality() {}

    public static boolean same(JsonNode left, JsonNode right) {
        if (left.getNodeType() != right.getNodeType() || left.size() != right.size()) {
            return false;
        }
        return switch (left.getNodeType()) {
            case OBJECT -> sameMembers(left, right);
            case ARRAY -> sameItems(left, right);
            case NUMBER -> left.toString().equals(right.toString());
            case STRING, BOOLEAN, NULL, MISSING, BINARY, POJO -> left.equals(right);
        };
    }

    private static boolean sameMembers(JsonNode left, JsonNode right) {
        for (Map.Entry<String, JsonNode> member : left.properties()) {
            JsonNode other = right.get(member.getKey());
            if (other == null || !same(member.getValue(), other)) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameItems(JsonNode left, JsonNode right) {
        for (int i = 0; i < left.size(); i++) {
            if (!same(left.path(i), right.path(i))) {
                return false;
            }
        }
        return true;
    }
}
