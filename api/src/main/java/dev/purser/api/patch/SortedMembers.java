package dev.purser.api.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Brings the members of objects in order of their names: Go writes maps so, and so a message shows
/// every object that a patch has looked into.
final class SortedMembers {
    private SortedMembers() {}

    /// Sorts the members of one object in place.
    static void sort(ObjectNode object) {
        List<Map.Entry<String, JsonNode>> members = new ArrayList<>();
        object.properties()
                .forEach(member -> members.add(Map.entry(member.getKey(), member.getValue())));
        members.sort(Map.Entry.comparingByKey());
        object.removeAll();
        members.forEach(member -> object.set(member.getKey(), member.getValue()));
    }
}
