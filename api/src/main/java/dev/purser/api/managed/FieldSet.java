package dev.purser.api.managed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A set of fields, each named by its path from the root of an object. Immutable and thread-safe.
///
/// A struct can be in the set without its members, and its members without the struct.
public final class FieldSet {
    /// No fields.
    public static final FieldSet EMPTY = new FieldSet(new TreeSet<>(), new TreeMap<>());

    private static final String SELF = ".";

    private final SortedSet<PathElement> members;
    private final SortedMap<PathElement, FieldSet> children;

    private FieldSet(SortedSet<PathElement> members, SortedMap<PathElement, FieldSet> children) {
        this.members = members;
        this.children = children;
        children.values().removeIf(FieldSet::isEmpty);
    }

    /// Collects paths. Not thread-safe.
    static final class Builder {
        private final TreeSet<PathElement> members = new TreeSet<>();
        private final TreeMap<PathElement, Builder> children = new TreeMap<>();

        Builder add(List<PathElement> path) {
            Builder parent = this;
            for (PathElement element : path.subList(0, path.size() - 1)) {
                parent = parent.children.computeIfAbsent(element, any -> new Builder());
            }
            parent.members.add(path.getLast());
            return this;
        }

        FieldSet build() {
            TreeMap<PathElement, FieldSet> built = new TreeMap<>();
            children.forEach((element, child) -> built.put(element, child.build()));
            return new FieldSet(new TreeSet<>(members), built);
        }
    }

    /// The set of these fields, each given by names with dots between: `metadata.labels`.
    public static FieldSet of(String... paths) {
        Builder builder = new Builder();
        for (String path : paths) {
            List<PathElement> elements = new ArrayList<>();
            for (String name : path.split("\\.")) {
                elements.add(PathElement.field(name));
            }
            builder.add(elements);
        }
        return builder.build();
    }

    /// Reads the format `FieldsV1`.
    ///
    /// @throws IllegalArgumentException if it is none
    public static FieldSet fromJson(JsonNode fields) {
        TreeSet<PathElement> members = new TreeSet<>();
        TreeMap<PathElement, FieldSet> children = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : fields.properties()) {
            if (entry.getKey().equals(SELF)) {
                continue;
            }
            JsonNode below = entry.getValue();
            Optional<PathElement> step = PathElement.parse(entry.getKey());
            step.ifPresent(element -> {
                if (below.isEmpty() || below.has(SELF)) {
                    members.add(element);
                }
                children.put(element, fromJson(below));
            });
        }
        return new FieldSet(members, children);
    }

    /// Writes the format `FieldsV1`; the caller owns the result.
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        TreeSet<PathElement> all = new TreeSet<>(members);
        all.addAll(children.keySet());
        for (PathElement element : all) {
            ObjectNode below = json.putObject(element.serialized());
            FieldSet child = children.get(element);
            if (child != null) {
                if (members.contains(element)) {
                    below.putObject(SELF);
                }
                below.setAll(child.toJson());
            }
        }
        return json;
    }

    /// Whether this element is part of any path.
    boolean mentions(PathElement element) {
        return members.contains(element)
                || children.containsKey(element)
                || children.values().stream().anyMatch(child -> child.mentions(element));
    }

    public boolean isEmpty() {
        return members.isEmpty() && children.isEmpty();
    }

    /// The fields that are in this set or in the other.
    public FieldSet union(FieldSet other) {
        TreeSet<PathElement> resultMembers = new TreeSet<>(members);
        resultMembers.addAll(other.members);
        TreeMap<PathElement, FieldSet> resultChildren = new TreeMap<>(children);
        other.children.forEach(
                (element, child) -> resultChildren.merge(element, child, FieldSet::union));
        return new FieldSet(resultMembers, resultChildren);
    }

    /// The fields that are in this set and in the other.
    public FieldSet intersection(FieldSet other) {
        TreeSet<PathElement> resultMembers = new TreeSet<>(members);
        resultMembers.retainAll(other.members);
        TreeMap<PathElement, FieldSet> resultChildren = new TreeMap<>();
        children.forEach((element, child) -> {
            FieldSet otherChild = other.children.get(element);
            if (otherChild != null) {
                resultChildren.put(element, child.intersection(otherChild));
            }
        });
        return new FieldSet(resultMembers, resultChildren);
    }

    /// The fields that are in this set but not in the other; what is below the other's fields
    /// stays.
    public FieldSet difference(FieldSet other) {
        TreeSet<PathElement> resultMembers = new TreeSet<>(members);
        resultMembers.removeAll(other.members);
        TreeMap<PathElement, FieldSet> resultChildren = new TreeMap<>();
        children.forEach((element, child) ->
                resultChildren.put(element, child.difference(other.child(element))));
        return new FieldSet(resultMembers, resultChildren);
    }

    /// The fields of this set that are neither in the other nor below one of its fields.
    public FieldSet without(FieldSet other) {
        TreeSet<PathElement> resultMembers = new TreeSet<>(members);
        resultMembers.removeAll(other.members);
        TreeMap<PathElement, FieldSet> resultChildren = new TreeMap<>();
        children.forEach((element, child) -> {
            if (!other.members.contains(element)) {
                resultChildren.put(element, child.without(other.child(element)));
            }
        });
        return new FieldSet(resultMembers, resultChildren);
    }

    /// Whether the set has this element at its root.
    boolean has(PathElement element) {
        return members.contains(element);
    }

    /// What the set has below an element of its root; may be empty.
    FieldSet child(PathElement element) {
        return children.getOrDefault(element, EMPTY);
    }

    /// The elements at the root that have something below them.
    Iterable<PathElement> parents() {
        return children.keySet();
    }

    /// This set with all fields that lead to its fields.
    FieldSet withParents() {
        TreeSet<PathElement> resultMembers = new TreeSet<>(members);
        TreeMap<PathElement, FieldSet> resultChildren = new TreeMap<>();
        children.forEach((element, child) -> {
            if (element.kind() == PathElement.Kind.FIELD) {
                resultMembers.add(element);
            }
            resultChildren.put(element, child.withParents());
        });
        return new FieldSet(resultMembers, resultChildren);
    }

    /// Visits every path, in order.
    void forEach(Consumer<List<PathElement>> visitor) {
        forEach(new ArrayList<>(), visitor);
    }

    private void forEach(List<PathElement> prefix, Consumer<List<PathElement>> visitor) {
        TreeSet<PathElement> all = new TreeSet<>(members);
        all.addAll(children.keySet());
        for (PathElement element : all) {
            prefix.addLast(element);
            if (members.contains(element)) {
                visitor.accept(List.copyOf(prefix));
            }
            child(element).forEach(prefix, visitor);
            prefix.removeLast();
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldSet that
                && members.equals(that.members)
                && children.equals(that.children);
    }

    @Override
    public int hashCode() {
        return 31 * members.hashCode() + children.hashCode();
    }

    @Override
    public String toString() {
        return toJson().toString();
    }
}
