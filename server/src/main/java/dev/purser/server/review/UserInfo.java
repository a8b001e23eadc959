package dev.purser.server.review;

import dev.purser.server.request.Identity;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An identity in the form of reviews (`authentication/v1 UserInfo`).
final class UserInfo {
    private UserInfo() {}

    static ObjectNode of(Identity identity) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("username", identity.name());
        if (!identity.uid().isEmpty()) {
            result.put("uid", identity.uid());
        }
        if (!identity.groups().isEmpty()) {
            add(result.putArray("groups"), identity.groups());
        }
        if (!identity.extra().isEmpty()) {
            ObjectNode extra = result.putObject("extra");
            new TreeMap<>(identity.extra())
                    .forEach((key, values) -> add(extra.putArray(key), values));
        }
        return result;
    }

    private static void add(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }
}
