package dev.purser.cel.rule;

import dev.purser.cel.schema.SchemaNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Which part of the old object a part of the new one was (KEP-4008). What did not change may go on
/// breaking rules: that is a warning, not an error.
///
/// @param value the part's counterpart; null where none can be told
/// @param parent the nearest part above that has a counterpart, and that counterpart
record Correlation(@Nullable Pair value, @Nullable Pair parent, boolean isRoot) {
    private static final Correlation NONE = new Correlation(null, null, false);

    /// A part and its counterpart.
    record Pair(JsonNode now, JsonNode before) {
        boolean isUnchanged() {
            return now.equals(before);
        }
    }

    static Correlation of(JsonNode object, @Nullable JsonNode old) {
        return old == null ? NONE : new Correlation(new Pair(object, old), null, true);
    }

    /// Whether breaking a rule here is no news.
    boolean isUnchanged() {
        if (value != null) {
            return value.isUnchanged();
        }
        return parent != null && parent.isUnchanged();
    }

    Correlation member(String name) {
        if (value == null) {
            return this;
        }
        if (isRoot && (name.equals("apiVersion") || name.equals("kind"))) {
            return NONE;
        }
        JsonNode now = value.now().get(name);
        JsonNode before = value.before().get(name);
        Pair member = now == null || before == null ? null : new Pair(now, before);
        return new Correlation(member, value, false);
    }

    Correlation element(int index, SchemaNode list) {
        if (value == null) {
            return this;
        }
        JsonNode now = value.now().path(index);
        Pair element =
                counterpart(now, value.before(), list)
                        .map(before -> new Pair(now, before))
                        .orElse(null);
        return new Correlation(element, value, false);
    }

    Correlation withoutValue() {
        return new Correlation(null, parent, false);
    }

    /// The element of an old list that a new element was: the one with the same keys.
    static Optional<JsonNode> counterpart(JsonNode element, JsonNode oldList, SchemaNode list) {
        List<String> keys = list.listMapKeys();
        if (!list.listType().equals("map") || keys.isEmpty()) {
            return Optional.empty();
        }
        return oldList.valueStream()
                .filter(old ->
                        keys.stream().allMatch(key -> old.path(key).equals(element.path(key))))
                .findFirst();
    }
}
