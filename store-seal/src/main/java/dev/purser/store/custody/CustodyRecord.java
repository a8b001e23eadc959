package dev.purser.store.custody;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a data directory knows of its keys: `keys/custody.json`.
///
/// @param id of the data directory
/// @param custody the name of the custody that has the keys
/// @param kept what that custody remembers
/// @param leftovers files of an earlier custody that are still to be removed
public record CustodyRecord(String id, String custody, ObjectNode kept, List<Path> leftovers) {
    private static final String API_VERSION = "purser.dev/v1";
    private static final String KIND = "KeyCustody";

    public CustodyRecord {
        leftovers = List.copyOf(leftovers);
    }

    CustodyRecord withKept(ObjectNode other) {
        return new CustodyRecord(id, custody, other, leftovers);
    }

    CustodyRecord withoutLeftovers() {
        return new CustodyRecord(id, custody, kept, List.of());
    }

    byte[] toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("apiVersion", API_VERSION).put("kind", KIND).put("id", id);
        json.put("custody", custody).set("kept", kept);
        ArrayNode files = json.putArray("leftovers");
        leftovers.forEach(file -> files.add(file.toString()));
        return (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /// Empty if it is no such record.
    static Optional<CustodyRecord> parse(byte[] bytes) {
        try {
            JsonNode json = JsonMapper.shared().readTree(bytes);
            if (!json.path("kind").asString("").equals(KIND)
                    || !json.path("apiVersion").asString("").equals(API_VERSION)
                    || !json.path("id").asString("").matches("[0-9a-f]{8,64}")
                    || !(json.get("kept") instanceof ObjectNode kept)) {
                return Optional.empty();
            }
            List<Path> leftovers = new ArrayList<>();
            json.path("leftovers").forEach(file -> leftovers.add(Path.of(file.asString())));
            return Optional.of(
                    new CustodyRecord(
                            json.path("id").asString(),
                            json.path("custody").asString(""),
                            kept,
                            leftovers));
        } catch (JacksonException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
