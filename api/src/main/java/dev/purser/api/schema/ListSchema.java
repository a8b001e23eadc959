package dev.purser.api.schema;

import java.util.List;

/// A list of values of one type.
///
/// @param mapKeys for a [ListType#MAP], the fields that tell items apart; otherwise empty
public record ListSchema(Schema items, ListType listType, List<String> mapKeys) implements Schema {
    public ListSchema {
        mapKeys = List.copyOf(mapKeys);
    }
}
