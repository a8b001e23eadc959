package dev.purser.api.managed;

import dev.purser.api.managed.OwnerVersions.Versioned;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Removes what a writer stated last time, states no longer, and nobody else owns.
///
/// @param shape in the writer's version
record AbandonedFields(FieldWriter writer, Shape shape) {
    /// An object with its shape, both in one version.
    private record View(ObjectNode json, Shape shape) {}

    /// The object without what was abandoned.
    ///
    /// @param merged with what the writer states now
    /// @param last what it stated last time, perhaps in another version
    /// @param owners of the merged object
    ObjectNode remove(ObjectNode merged, Ownership last, Ownerships owners) {
        String version = last.apiVersion();
        View whole = in(version, merged);
        FieldSet lastNamed = last.fields().withParents();
        ObjectNode pruned = FieldRemoval.remove(whole.json(), lastNamed, whole.shape());
        Map<String, FieldSet> owned = ownedByVersion(owners, version);
        for (Map.Entry<String, FieldSet> fields : owned.entrySet()) {
            pruned = withOwned(whole.json(), pruned, fields.getKey(), fields.getValue());
        }
        View rest = in(version, pruned);
        FieldSet all = named(whole);
        FieldSet left = named(rest);
        ObjectNode result =
                FieldRemoval.remove(
                        whole.json(), all.difference(left).intersection(lastNamed), whole.shape());
        return in(writer.apiVersion(), result).json();
    }

    /// What is owned in each version; that of the last apply comes first.
    private static Map<String, FieldSet> ownedByVersion(Ownerships owners, String first) {
        Map<String, FieldSet> owned = new LinkedHashMap<>();
        owned.put(first, FieldSet.EMPTY);
        owners.all()
                .forEach(owner -> owned.merge(owner.apiVersion(), owner.fields(), FieldSet::union));
        return owned;
    }

    /// The pruned object with what somebody owns in this version.
    private ObjectNode withOwned(
            ObjectNode merged, ObjectNode pruned, String version, FieldSet owned) {
        View whole = in(version, merged);
        View rest = in(version, pruned);
        FieldSet kept = named(rest).union(owned.withParents());
        return FieldRemoval.remove(whole.json(), named(whole).difference(kept), whole.shape());
    }

    private static FieldSet named(View view) {
        return GivenFields.of(view.json(), view.shape()).withParents();
    }

    private View in(String version, ObjectNode object) {
        Optional<Versioned> converted = writer.versions().in(object, version);
        return converted
                .map(other -> new View(other.json(), Shape.of(other.schema())))
                .orElseGet(() -> new View(object, shape));
    }
}
