package dev.purser.api.jsonpath;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/// One step of a path: from a value to some of what is in it.
sealed interface Step {
    /// The values that the step leads to, in order.
    List<JsonNode> from(JsonNode value);

    /// A member by its name.
    record Member(String name) implements Step {
        @Override
        public List<JsonNode> from(JsonNode value) {
            JsonNode member = value.isObject() ? value.get(name) : null;
            return member == null ? List.of() : List.of(member);
        }
    }

    /// All members or items.
    record Everything() implements Step {
        @Override
        public List<JsonNode> from(JsonNode value) {
            List<JsonNode> all = new ArrayList<>();
            value.forEach(all::add);
            return all;
        }
    }

    /// The value and everything below it.
    record Descent() implements Step {
        @Override
        public List<JsonNode> from(JsonNode value) {
            List<JsonNode> all = new ArrayList<>();
            collect(value, all);
            return all;
        }

        private static void collect(JsonNode value, List<JsonNode> all) {
            all.add(value);
            value.forEach(child -> collect(child, all));
        }
    }

    /// Items by their places; places below zero count from the end.
    ///
    /// @param end the place behind the last one
    record Slice(OptionalInt start, OptionalInt end, int step) implements Step {
        static Slice single(int index) {
            OptionalInt end = index == -1 ? OptionalInt.empty() : OptionalInt.of(index + 1);
            return new Slice(OptionalInt.of(index), end, 1);
        }

        @Override
        public List<JsonNode> from(JsonNode value) {
            if (!value.isArray()) {
                return List.of();
            }
            int size = value.size();
            int first = place(start.orElse(0), size);
            int last = place(end.orElse(size), size);
            List<JsonNode> items = new ArrayList<>();
            for (int i = Math.max(first, 0); i < Math.min(last, size); i += step) {
                items.add(value.path(i));
            }
            return items;
        }

        private static int place(int index, int size) {
            return index < 0 ? index + size : index;
        }
    }

    /// What several paths lead to, one after the other.
    record Union(List<JsonPath> paths) implements Step {
        @Override
        public List<JsonNode> from(JsonNode value) {
            List<JsonNode> all = new ArrayList<>();
            paths.forEach(path -> all.addAll(path.find(value)));
            return all;
        }
    }

    /// The items for which a condition holds.
    record Filter(Condition condition) implements Step {
        @Override
        public List<JsonNode> from(JsonNode value) {
            List<JsonNode> items = new ArrayList<>();
            if (value.isArray()) {
                for (JsonNode item : value) {
                    if (condition.holds(item)) {
                        items.add(item);
                    }
                }
            }
            return items;
        }
    }
}
