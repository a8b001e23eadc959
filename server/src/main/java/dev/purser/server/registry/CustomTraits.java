package dev.purser.server.registry;

import dev.purser.api.table.TableLayout;
import java.util.List;
import java.util.Map;

/// What distinguishes a custom resource from a built-in one, beside its parts.
///
/// @param listKind the kind of its lists
/// @param projections its subresources that are other views of an object, by name
/// @param table how its objects are shown as rows
/// @param warnings texts that every request to this version is answered with, because the version
///   is deprecated
public record CustomTraits(
        String listKind,
        Map<String, Projection> projections,
        TableLayout table,
        List<String> warnings) {
    public CustomTraits {
        projections = Map.copyOf(projections);
        warnings = List.copyOf(warnings);
    }
}
