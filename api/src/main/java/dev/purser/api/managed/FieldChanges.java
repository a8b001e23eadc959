package dev.purser.api.managed;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What differs between two versions of an object, as ownership sees it.
record FieldChanges(FieldSet added, FieldSet modified, FieldSet removed) {
    /// Compares two objects of the same shape.
    static FieldChanges between(JsonNode before, JsonNode after, Shape shape) {
        Comparison comparison = new Comparison();
        comparison.compare(shape, before, after);
        return new FieldChanges(
                comparison.added.build(), comparison.modified.build(), comparison.removed.build());
    }

    /// These changes less those that a write has no say in.
    FieldChanges without(FieldSet ignored) {
        return new FieldChanges(
                added.without(ignored), modified.without(ignored), removed.without(ignored));
    }

    /// The fields that have a new value.
    FieldSet written() {
        return modified.union(added);
    }

    /// One walk over both objects; the path leads to where it is.
    private static final class Comparison {
        private final FieldSet.Builder added = new FieldSet.Builder();
        private final FieldSet.Builder modified = new FieldSet.Builder();
        private final FieldSet.Builder removed = new FieldSet.Builder();
        private final Deque<PathElement> path = new ArrayDeque<>();

        void compare(Shape shape, @Nullable JsonNode before, @Nullable JsonNode after) {
            boolean bothEmpty = isEmpty(before) && isEmpty(after);
            if (shape.isAtomic() || bothEmpty) {
                compareWhole(before, after);
                return;
            }
            if (isList(before) || isList(after)) {
                compareItems(shape, before, after);
            } else {
                compareMembers(shape, before, after);
            }
            if (before == null) {
                addTo(added);
            } else if (after == null) {
                addTo(removed);
            }
        }

        private static boolean isEmpty(@Nullable JsonNode node) {
            return node == null || node.isEmpty();
        }

        private static boolean isList(@Nullable JsonNode node) {
            return node != null && node.isArray();
        }

        private void compareWhole(@Nullable JsonNode before, @Nullable JsonNode after) {
            if (before == null) {
                addTo(added);
            } else if (after == null) {
                addTo(removed);
            } else if (!sameValue(before, after)) {
                addTo(modified);
            }
        }

        private static boolean sameValue(JsonNode before, JsonNode after) {
            return before.equals(after)
                    || (before.isNumber()
                            && after.isNumber()
                            && before.toString().equals(after.toString()));
        }

        private void addTo(FieldSet.Builder set) {
            if (!path.isEmpty()) {
                set.add(new ArrayList<>(path));
            }
        }

        private void compareMembers(
                Shape shape, @Nullable JsonNode before, @Nullable JsonNode after) {
            Map<PathElement, Shape.Part> left = shape.members(before);
            Map<PathElement, Shape.Part> right = shape.members(after);
            for (PathElement element : union(left.keySet(), right.keySet())) {
                Shape.Part old = left.get(element);
                Shape.Part fresh = right.get(element);
                Shape.Part any = fresh == null ? old : fresh;
                if (old != null && fresh != null && !old.shape().equals(fresh.shape())) {
                    // Where the schema says nothing, a value may become one of another shape.
                    descend(element, old.shape(), old.value(), null);
                    descend(element, fresh.shape(), null, fresh.value());
                } else if (any != null) {
                    descend(element, any.shape(), valueOf(old), valueOf(fresh));
                }
            }
        }

        private static @Nullable JsonNode valueOf(Shape.@Nullable Part part) {
            return part == null ? null : part.value();
        }

        private static Set<PathElement> union(
                Collection<PathElement> left, Collection<PathElement> right) {
            Set<PathElement> all = new LinkedHashSet<>(left);
            all.addAll(right);
            return all;
        }

        private void descend(
                PathElement element,
                Shape shape,
                @Nullable JsonNode before,
                @Nullable JsonNode after) {
            path.addLast(element);
            compare(shape, before, after);
            path.removeLast();
        }

        private void compareItems(
                Shape shape, @Nullable JsonNode before, @Nullable JsonNode after) {
            Map<PathElement, List<JsonNode>> left = byIdentity(shape, before);
            Map<PathElement, List<JsonNode>> right = byIdentity(shape, after);
            for (PathElement element : union(left.keySet(), right.keySet())) {
                compareItem(
                        element,
                        shape.items(),
                        left.getOrDefault(element, List.of()),
                        right.getOrDefault(element, List.of()));
            }
        }

        private static Map<PathElement, List<JsonNode>> byIdentity(
                Shape shape, @Nullable JsonNode list) {
            Map<PathElement, List<JsonNode>> items = new LinkedHashMap<>();
            if (list != null) {
                for (JsonNode item : list) {
                    items.computeIfAbsent(shape.identityOf(item), any -> new ArrayList<>())
                            .add(item);
                }
            }
            return items;
        }

        /// Items that occur more than once have one owner as a whole.
        private void compareItem(
                PathElement element, Shape shape, List<JsonNode> before, List<JsonNode> after) {
            if (before.size() < 2 && after.size() < 2) {
                descend(element, shape, firstOf(before), firstOf(after));
                return;
            }
            if (before.size() == 1) {
                descend(element, shape, firstOf(before), null);
            } else if (after.size() == 1) {
                descend(element, shape, null, firstOf(after));
            }
            path.addLast(element);
            if (before.size() < 2) {
                addTo(added);
            } else if (after.size() < 2) {
                addTo(removed);
            } else if (!before.equals(after)) {
                addTo(modified);
            }
            path.removeLast();
        }

        private static @Nullable JsonNode firstOf(List<JsonNode> items) {
            return items.isEmpty() ? null : items.getFirst();
        }
    }
}
